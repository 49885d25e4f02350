import type { CeleryState } from '../protocol/result-meta.js';
import { pythonErrorOf } from '../protocol/python-error.js';
import { specialFormIn } from '../protocol/special-values.js';
import { tracebackOf } from '../calls/celery-end.js';
import type { StateFacts } from './result-meta-of.js';
import type { TaskChange } from '../calls/task-changes.js';

/** The facts of the worker that a state shows. */
interface Worker {
  readonly pid: number;
  readonly node: string;
}

/** Which states are told, and how large they may be. */
interface StateLimits {
  readonly celeryTrackStarted: boolean;
  readonly celeryMaxMessageBytes: number;
}

/** The state that Celery's clients see after a change; undefined if they are told none. */
export function stateFactsOf(
  change: TaskChange,
  { pid, node }: Worker,
  limits: StateLimits,
): StateFacts | undefined {
  if (change.kind === 'progressed') return progressOf(change.value, limits.celeryMaxMessageBytes);
  const { worker } = change;
  if (change.kind === 'started')
    return limits.celeryTrackStarted ? { ...stateOf('STARTED', { pid, hostname: node }), worker } : undefined;
  const { error, stack } = change;
  return { ...stateOf('RETRY', pythonErrorOf(error)), traceback: tracebackOf(error, stack), worker };
}

/** A percentage becomes an object, as Celery's users write it. An object that Python cannot read is left out. */
function progressOf(progress: unknown, maxBytes: number): StateFacts | undefined {
  if (typeof progress === 'number') return stateOf('PROGRESS', { current: progress, total: 100 });
  const isTold = progress !== null && specialFormIn(progress) === undefined && sizeOf(progress) <= maxBytes;
  return isTold ? stateOf('PROGRESS', progress) : undefined;
}

function stateOf(state: CeleryState, result: unknown): StateFacts {
  return { state, result, doneAt: null };
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
