import { readFileSync } from 'node:fs';
import type { Delivery } from '../../src/bridges/celery/protocol/wire-message.js';

/** A message as kombu writes it to Redis. */
interface Envelope {
  readonly body: string;
  readonly 'content-type': string;
  readonly 'content-encoding': string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Vectors {
  readonly messages: Readonly<Record<string, Envelope | readonly Envelope[]>>;
  readonly reprs: readonly (readonly [value: unknown, repr: string])[];
}

/** Messages that Celery 5.2 has sent: see make-vectors.py beside the file. */
const vectors = JSON.parse(readFileSync('test/celery/vectors/messages.json', 'utf8')) as Vectors;

/** Values, and how Python shows them. */
export const pythonReprs = vectors.reprs;

/** The messages that Celery has sent under a title. */
export function celeryMessages(title: string): readonly Delivery[] {
  return [vectors.messages[title] ?? []].flat().map(deliveryOf);
}

/** The first message of a title. */
export function celeryMessage(title: string): Delivery {
  const [message] = celeryMessages(title);
  if (message === undefined) throw new Error(`No vector is called ${title}`);
  return message;
}

function deliveryOf({ body, headers, properties, ...content }: Envelope): Delivery {
  return {
    headers,
    properties: {
      contentType: content['content-type'],
      contentEncoding: content['content-encoding'],
      correlationId: properties['correlation_id'] as string,
      replyTo: properties['reply_to'] as string,
      priority: properties['priority'] as number,
    },
    body: Buffer.from(body, 'base64'),
    ...{ queue: 'celery', exchange: '', routingKey: 'celery', isRedelivered: false, deliveryTag: 'tag' },
  };
}

/** A message of protocol 2 made by hand. */
export function madeMessage(
  body: unknown,
  headers: Readonly<Record<string, unknown>> = {},
  properties: Partial<Delivery['properties']> = {},
): Delivery {
  return {
    headers: { task: 'lab.add', id: 'made', ...headers },
    properties: {
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      correlationId: 'made',
      ...properties,
    },
    body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    ...{ queue: 'celery', exchange: '', routingKey: 'celery', isRedelivered: false, deliveryTag: 'tag' },
  };
}
