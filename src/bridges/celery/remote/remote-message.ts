import { hostname } from 'node:os';
import { context, propagation } from '@opentelemetry/api';
import { changedAt } from '../../../platform/redaction/field-paths.js';
import { REDACTED } from '../../../platform/redaction/redacted.js';
import { pythonRepr, pythonReprOfArgs } from '../protocol/python-repr.js';
import type { TaskMessage } from '../protocol/task-message.js';
import type { WireMessage } from '../protocol/wire-message.js';
import { newTaskMessage, writeTaskMessage } from '../protocol/write-task-message.js';
import type { RemoteDefinition } from './remote-definition.js';

/** The name of this process in Celery's messages. */
const ORIGIN = `${process.pid}@${hostname()}`;

type Arguments = Pick<TaskMessage, 'args' | 'kwargs'>;

/** The facts of a call besides its arguments. */
export type RemoteFacts = Partial<
  Pick<
    TaskMessage,
    'etaAt' | 'expiresAt' | 'softLimitMs' | 'hardLimitMs' | 'priority' | 'replyTo' | 'ignoreResult'
  >
>;

/** The message that calls a task in Python. Secrets are in its arguments, but not in the texts for display. */
export function remoteMessage(
  remote: RemoteDefinition,
  payload: object,
  id: string,
  facts: RemoteFacts = {},
): WireMessage {
  const hidden = argumentsOf(remote, changedAt(payload, remote.redact, () => REDACTED) as object);
  const message = newTaskMessage(remote.task, id, {
    ...argumentsOf(remote, payload),
    argsRepr: pythonReprOfArgs(hidden.args),
    kwargsRepr: pythonRepr(hidden.kwargs),
    traceparent: traceparent(),
    ...facts,
  });
  return writeTaskMessage(message, { now: Date.now(), origin: ORIGIN });
}

/**
 * Positional arguments end before the first field that the payload has not; those behind it go by their names.
 */
export function argumentsOf({ args: names, kwargs: renamed }: RemoteDefinition, payload: object): Arguments {
  const fields = new Map<string, unknown>(Object.entries(payload).filter(([, value]) => value !== undefined));
  const end = names.findIndex((name) => !fields.has(name));
  const positional = end < 0 ? names : names.slice(0, end);
  const nameOf = new Map(Object.entries(renamed).map(([name, field]) => [field, name]));
  const others = [...fields].filter(([field]) => !positional.includes(field));
  return {
    args: positional.map((name) => fields.get(name)),
    kwargs: Object.fromEntries(others.map(([field, value]) => [nameOf.get(field) ?? field, value])),
  };
}

function traceparent(): string | null {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier['traceparent'] ?? null;
}

/** The control command that stops a task wherever it is. */
export function revokeMessage(id: string): WireMessage {
  const command = { method: 'revoke', arguments: { task_id: id, terminate: true, signal: 'SIGTERM' } };
  const body = { ...command, destination: null, pattern: null, matcher: null };
  return {
    headers: { clock: 0 },
    properties: { contentType: 'application/json', contentEncoding: 'utf-8', deliveryMode: 1, priority: 0 },
    body: Buffer.from(JSON.stringify(body)),
  };
}
