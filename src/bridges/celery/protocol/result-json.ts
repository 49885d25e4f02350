import { DECODE_ERROR } from './body-bytes.js';
import { parseJson } from './body-json.js';
import { cutText, isName, nameOrNull, own } from './own-field.js';
import { errorJson, readErrorJson, unreadableError } from './python-error.js';
import { pythonTime, readTime } from './python-time.js';
import type { CeleryState, PythonError, ResultMeta } from './result-meta.js';
import { readResultTuples } from './result-tuple.js';
import { withoutSpecialForms } from './special-values.js';
import { UnreadableMessageError } from './task-message.js';
import type { WireMessage } from './wire-message.js';

const STATES: ReadonlySet<unknown> = new Set<CeleryState>([
  ...(['STARTED', 'PROGRESS', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED'] as const),
]);
const MAX_TRACEBACK = 65_536;

/** The states whose result is an error. */
export function isErrorState(state: CeleryState): state is 'RETRY' | 'FAILURE' | 'REVOKED' {
  return state === 'RETRY' || state === 'FAILURE' || state === 'REVOKED';
}

export function isFinalState(state: CeleryState): state is 'SUCCESS' | 'FAILURE' | 'REVOKED' {
  return state === 'SUCCESS' || state === 'FAILURE' || state === 'REVOKED';
}

/** Formats a result as Celery stores it. The same result always gives the same text. */
export function resultJson(meta: ResultMeta): string {
  const { id, state, result, traceback, children, groupId, parentId, doneAt, extended } = meta;
  return JSON.stringify({
    status: state,
    // The type of an error's result is that of its state.
    result: isErrorState(state) ? errorJson(result as PythonError) : (result ?? null),
    ...{ traceback, children },
    date_done: doneAt === null ? null : pythonTime(doneAt),
    ...(groupId === null ? {} : { group_id: groupId }),
    ...(parentId === null ? {} : { parent_id: parentId }),
    ...extended,
    task_id: id,
  });
}

/** A result as a message to an `rpc://` client. */
export function resultMessage(meta: ResultMeta): WireMessage {
  return {
    headers: {},
    properties: {
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      correlationId: meta.id,
      deliveryMode: 1,
      priority: 0,
    },
    body: Buffer.from(resultJson(meta)),
  };
}

/**
 * Reads a result that Python stored. It never throws: a result that cannot be read becomes FAILURE, because somebody
 * waits for it. A state of the task's own becomes PROGRESS.
 *
 * @param id of the task
 */
export function readResultMeta(text: string, id: string): ResultMeta {
  try {
    return metaOf(parseJson(text), id);
  } catch (error) {
    if (!(error instanceof UnreadableMessageError)) throw error;
    const result = unreadableError(error);
    return {
      id,
      state: 'FAILURE',
      result,
      traceback: null,
      children: [],
      groupId: null,
      parentId: null,
      doneAt: null,
    };
  }
}

function metaOf(json: unknown, id: string): ResultMeta {
  const fact = (name: string) => own(json, name);
  const state = stateOf(fact('status'));
  const result = withoutSpecialForms(fact('result') ?? null);
  const doneAt = withoutSpecialForms(fact('date_done'));
  return {
    ...{ id, state },
    result: isErrorState(state) ? readErrorJson(result) : result,
    traceback: cutText(fact('traceback'), MAX_TRACEBACK),
    children: readResultTuples(fact('children')),
    groupId: nameOrNull(fact('group_id')),
    parentId: nameOrNull(fact('parent_id')),
    doneAt: typeof doneAt === 'string' ? (readTime(doneAt) ?? null) : null,
  };
}

function stateOf(status: unknown): CeleryState {
  if (!isName(status))
    throw new UnreadableMessageError('shape', 'The result has no status', null, DECODE_ERROR);
  return STATES.has(status) ? (status as CeleryState) : 'PROGRESS';
}
