import type { Message, MessageProperties, Options } from 'amqplib';
import type { Delivery, WireMessage, WireProperties } from '../protocol/wire-message.js';
import { readHeaders, writeHeaders } from './header-table.js';

/** @param queue from which it was taken: its routing key may be another, as after a delay by RabbitMQ */
export function readDelivery(queue: string, message: Message): Delivery {
  const { exchange, routingKey, redelivered } = message.fields;
  return {
    headers: readHeaders(message.properties.headers),
    properties: readProperties(message.properties),
    body: message.content,
    queue,
    exchange,
    routingKey,
    isRedelivered: redelivered,
    // Python sets none. Ours names the sending: see `tagOfSending`.
    deliveryTag: textOf(message.properties.messageId) ?? null,
  };
}

/** Options of a message for amqplib. */
export function publishOptions({ headers, properties }: WireMessage): Options.Publish {
  const { contentType, contentEncoding, correlationId, replyTo, priority, expirationMs } = properties;
  return {
    headers: writeHeaders(headers),
    deliveryMode: properties.deliveryMode ?? 2,
    ...(contentType !== undefined && { contentType }),
    ...(contentEncoding !== undefined && { contentEncoding }),
    ...(isShort(correlationId) && { correlationId }),
    ...(isShort(replyTo) && { replyTo }),
    ...(priority !== undefined && { priority }),
    ...(expirationMs !== undefined && { expiration: Math.max(0, Math.round(expirationMs)) }),
  };
}

/** AMQP cannot carry a longer one. Python then takes the id of the body. */
function isShort(text: string | undefined): boolean {
  return text !== undefined && Buffer.byteLength(text) <= 255;
}

function readProperties(properties: MessageProperties): WireProperties {
  const { priority, deliveryMode, expiration } = properties as {
    readonly [K in keyof MessageProperties]: unknown;
  };
  return {
    contentType: textOf(properties.contentType),
    contentEncoding: textOf(properties.contentEncoding),
    correlationId: textOf(properties.correlationId),
    replyTo: textOf(properties.replyTo),
    priority: typeof priority === 'number' ? priority : undefined,
    deliveryMode: deliveryMode === 1 || deliveryMode === 2 ? deliveryMode : undefined,
    expirationMs:
      typeof expiration === 'string' && /^\d{1,15}$/.test(expiration) ? Number(expiration) : undefined,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
