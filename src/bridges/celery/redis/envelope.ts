import { isObject } from '../../../platform/validation/parse-dto.js';
import type { Delivery, WireMessage, WireProperties } from '../protocol/wire-message.js';

/** The target of a message. */
interface Target {
  readonly exchange: string;
  readonly routingKey: string;
}

/** A message as an item of a list, or as the payload of a published message. */
export function envelopeText(
  { headers, properties, body }: WireMessage,
  target: Target,
  tag: string,
): string {
  const { contentType = 'application/json', contentEncoding = 'utf-8', expirationMs } = properties;
  return JSON.stringify({
    body: body.toString('base64'),
    'content-encoding': contentEncoding,
    'content-type': contentType,
    headers,
    properties: {
      correlation_id: properties.correlationId,
      reply_to: properties.replyTo,
      delivery_mode: properties.deliveryMode ?? 2,
      expiration: expirationMs === undefined ? undefined : String(expirationMs),
      priority: properties.priority ?? 0,
      body_encoding: 'base64',
      delivery_info: { exchange: target.exchange, routing_key: target.routingKey },
      delivery_tag: tag,
    },
  });
}

/** A message from an item of a list. What is no envelope becomes a message that no reader of tasks accepts. */
export function readEnvelope(raw: string, queue: string): Delivery {
  const envelope = objectIn(raw);
  if (envelope === undefined) return { ...NOTHING, queue, routingKey: queue, body: Buffer.from(raw) };
  const properties = objectOf(envelope['properties']);
  const headers = objectOf(envelope['headers']);
  const info = objectOf(properties['delivery_info']);
  return {
    headers,
    properties: propertiesOf(envelope, properties),
    body: bodyOf(envelope['body'], properties['body_encoding']),
    queue,
    exchange: textOf(info['exchange']) ?? '',
    routingKey: textOf(info['routing_key']) ?? queue,
    isRedelivered: headers['redelivered'] === true || info['redelivered'] === true,
    deliveryTag: textOf(properties['delivery_tag']) ?? null,
  };
}

/** The same envelope, marked as delivered before. A text that is no envelope stays as it is. */
export function redelivered(raw: string): string {
  const envelope = objectIn(raw);
  if (envelope === undefined) return raw;
  const properties = objectOf(envelope['properties']);
  const info = objectOf(properties['delivery_info']);
  return JSON.stringify({
    ...envelope,
    headers: { ...objectOf(envelope['headers']), redelivered: true },
    properties: { ...properties, delivery_info: { ...info, redelivered: true } },
  });
}

const NOTHING: Omit<Delivery, 'queue' | 'routingKey' | 'body'> = {
  headers: {},
  properties: {},
  exchange: '',
  isRedelivered: false,
  deliveryTag: null,
};

type Fields = Readonly<Record<string, unknown>>;

function propertiesOf(envelope: Fields, properties: Fields): WireProperties {
  const priority = Number(properties['priority'] ?? 0);
  return {
    contentType: textOf(envelope['content-type']),
    contentEncoding: textOf(envelope['content-encoding']),
    correlationId: textOf(properties['correlation_id']),
    replyTo: textOf(properties['reply_to']),
    priority: Number.isInteger(priority) ? Math.min(Math.max(priority, 0), 9) : 0,
  };
}

function bodyOf(body: unknown, encoding: unknown): Buffer {
  if (typeof body !== 'string') return Buffer.alloc(0);
  return Buffer.from(body, encoding === 'base64' ? 'base64' : 'utf8');
}

function objectIn(raw: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return isObject(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Fields {
  return isObject(value) ? (value as Fields) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
