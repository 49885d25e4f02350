import type { CeleryCall } from '../calls/celery-call.js';
import { nodeNameOf } from '../events/celery-nodes.js';
import type { CeleryState, ResultMeta } from '../protocol/result-meta.js';

/** The facts that differ from state to state. */
export interface StateFacts {
  readonly state: CeleryState;
  readonly result: unknown;
  readonly traceback?: string | null;
  readonly children?: ResultMeta['children'];
  /** ms since 1970; null for a state that is not final. */
  readonly doneAt: number | null;
  /** The name of the worker. */
  readonly worker?: string | null | undefined;
  readonly retries?: number | undefined;
}

/** The facts of a call that the states of its task need. */
export type ToldCall = Pick<
  CeleryCall,
  'id' | 'task' | 'parentId' | 'group' | 'retries' | 'queue' | 'args' | 'kwargs' | 'replyTo' | 'ignoreResult'
>;

/** @param isExtended adds what CELERY_RESULT_EXTENDED asks for */
export function resultMetaOf(call: ToldCall, facts: StateFacts, isExtended: boolean): ResultMeta {
  const { state, result, traceback = null, children = [], doneAt } = facts;
  return {
    ...{ id: call.id, state, result, traceback, children, doneAt },
    ...{ groupId: call.group, parentId: call.parentId },
    ...(isExtended && { extended: extendedOf(call, facts) }),
  };
}

function extendedOf(call: ToldCall, { worker, retries }: StateFacts): NonNullable<ResultMeta['extended']> {
  return {
    name: call.task,
    args: call.args ?? [],
    kwargs: call.kwargs ?? {},
    worker: worker ? nodeNameOf(worker) : null,
    retries: retries ?? call.retries,
    queue: call.queue,
  };
}
