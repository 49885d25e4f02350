import type { WireMessage } from '../protocol/wire-message.js';

/** An event before it is sent. Its fields become attributes of Celery's objects. */
export interface CeleryEvent {
  /** `task-received`, `worker-heartbeat` */
  readonly type: string;
  /** The node that it is about: `celeriac@<worker>`. */
  readonly node: string;
  /** The process id of that worker. */
  readonly pid: number;
  /** ms since 1970 */
  readonly at: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * The JSON of an event. `utcoffset`, which Celery adds, is left out on purpose: receivers shift the timestamp by it,
 * wrongly in other time zones.
 */
export function eventJson({ type, node, pid, at, fields }: CeleryEvent, clock: number): object {
  return { ...fields, type, hostname: node, timestamp: at / 1_000, pid, clock };
}

/** @param body one event, or a list */
export function eventMessage(node: string, body: object): WireMessage {
  return {
    headers: { hostname: node },
    properties: { contentType: 'application/json', contentEncoding: 'utf-8', deliveryMode: 1 },
    body: Buffer.from(JSON.stringify(body)),
  };
}
