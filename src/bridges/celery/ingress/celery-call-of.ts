import type { CeleryCall } from '../calls/celery-call.js';
import { pythonRepr, pythonReprOfArgs } from '../protocol/python-repr.js';
import type { TaskMessage } from '../protocol/task-message.js';

/** Larger arguments are kept as a text only. */
const MAX_KEPT = 8_192;
const MAX_REPR = 1_024;

const SHOWN = '[redacted]';
const NO_EMBED: CeleryCall['embed'] = { callbacks: [], errbacks: [], chain: [], chord: null };

/**
 * The facts that are kept with a task from Celery.
 *
 * @param hasSecrets true if the task has fields to redact: then none of its arguments is kept or shown
 */
export function celeryCallOf(message: TaskMessage, queue: string, hasSecrets: boolean): CeleryCall {
  const { args, kwargs } = message;
  const isKept = !hasSecrets && JSON.stringify([args, kwargs]).length <= MAX_KEPT;
  return {
    ...factsOf(message),
    queue,
    argsRepr: hasSecrets ? SHOWN : (message.argsRepr ?? pythonReprOfArgs(args, MAX_REPR)),
    kwargsRepr: hasSecrets ? SHOWN : (message.kwargsRepr ?? pythonRepr(kwargs, MAX_REPR)),
    args: isKept ? args : null,
    kwargs: isKept ? kwargs : null,
  };
}

/** The facts of a message that could not be read, which is answered under its id. */
export function unreadableCall(id: string, replyTo: string | null, queue: string): CeleryCall {
  return {
    ...{ id, task: '', rootId: id, parentId: null, group: null, groupIndex: null, retries: 0 },
    ...{ ignoreResult: false, replyTo, priority: 0, etaAt: null, expiresAt: null },
    ...{ softLimitMs: null, hardLimitMs: null, embed: NO_EMBED, stamps: {}, queue },
    ...{ argsRepr: '()', kwargsRepr: '{}', args: null, kwargs: null },
  };
}

function factsOf(message: TaskMessage) {
  const { id, task, rootId, parentId, group, groupIndex, retries, ignoreResult, replyTo } = message;
  const { priority, etaAt, expiresAt, softLimitMs, hardLimitMs, embed, stamps } = message;
  return {
    ...{ id, task, rootId, parentId, group, groupIndex, retries, ignoreResult, replyTo },
    ...{ priority, etaAt, expiresAt, softLimitMs, hardLimitMs, embed, stamps },
  };
}
