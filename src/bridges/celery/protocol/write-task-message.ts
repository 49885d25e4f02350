import { pythonRepr, pythonReprOfArgs } from './python-repr.js';
import { pythonTime } from './python-time.js';
import { NO_EMBED, signatureJson } from './read-signature.js';
import type { Signature } from './signature.js';
import type { TaskMessage } from './task-message.js';
import type { WireMessage } from './wire-message.js';

export interface WriteOptions {
  /** Current time in ms since 1970: the message expires by a span. */
  readonly now: number;
  /** `pid@host` of the sender. */
  readonly origin: string;
  /** Further headers, as Python's `headers=`; Celery's own cannot be replaced. */
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** A call with Celery's defaults for all that is not given. */
export function newTaskMessage(task: string, id: string, given: Partial<TaskMessage> = {}): TaskMessage {
  return {
    ...{ id, task, args: [], kwargs: {}, rootId: id, parentId: null, group: null, groupIndex: null },
    ...{
      etaAt: null,
      expiresAt: null,
      retries: 0,
      softLimitMs: null,
      hardLimitMs: null,
      ignoreResult: false,
    },
    ...{ argsRepr: null, kwargsRepr: null, shadow: null, origin: null, replyTo: null, priority: 0 },
    ...{ embed: NO_EMBED, traceparent: null, stamps: {} },
    ...given,
  };
}

/** Writes a call as a message of protocol 2, which workers in Python since Celery 4 read. */
export function writeTaskMessage(
  message: TaskMessage,
  { now, origin, headers = {} }: WriteOptions,
): WireMessage {
  const { id, args, kwargs, priority, expiresAt, replyTo } = message;
  const body = [args, kwargs, embedJson(message.embed)];
  return {
    headers: { ...headers, ...headersOf(message, origin) },
    properties: {
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      correlationId: id,
      replyTo: replyTo ?? '',
      priority,
      deliveryMode: 2,
      ...(expiresAt === null ? {} : { expirationMs: Math.max(0, expiresAt - now) }),
    },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function headersOf(message: TaskMessage, origin: string): Record<string, unknown> {
  const { task, id, args, kwargs, shadow, etaAt, expiresAt, retries, traceparent, stamps } = message;
  const names = Object.keys(stamps);
  return {
    ...{ lang: 'js', task, id, shadow, retries },
    root_id: message.rootId,
    parent_id: message.parentId,
    group: message.group,
    group_index: message.groupIndex,
    eta: etaAt === null ? null : pythonTime(etaAt),
    expires: expiresAt === null ? null : pythonTime(expiresAt),
    timelimit: [secondsOrNull(message.hardLimitMs), secondsOrNull(message.softLimitMs)],
    argsrepr: message.argsRepr ?? pythonReprOfArgs(args),
    kwargsrepr: message.kwargsRepr ?? pythonRepr(kwargs),
    ignore_result: message.ignoreResult,
    origin: message.origin ?? origin,
    ...(names.length === 0 ? {} : { stamped_headers: names, stamps }),
    ...(traceparent === null ? {} : { traceparent }),
  };
}

function embedJson({ callbacks, errbacks, chain, chord }: TaskMessage['embed']): Record<string, unknown> {
  return {
    callbacks: listOrNull(callbacks),
    errbacks: listOrNull(errbacks),
    chain: listOrNull(chain),
    chord: chord === null ? null : signatureJson(chord),
  };
}

function listOrNull(signatures: readonly Signature[]): unknown {
  return signatures.length === 0 ? null : signatures.map(signatureJson);
}

function secondsOrNull(ms: number | null): number | null {
  return ms === null ? null : ms / 1_000;
}
