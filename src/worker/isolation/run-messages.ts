import { context, propagation } from '@opentelemetry/api';
import type { StoredPayload } from '../../core/submit/payload-seals.js';
import type { RunningTask } from '../../core/task/running-task.js';
import type { TaskFacts } from '../../core/task/task.js';
import type { Attempt } from '../attempt/attempt.js';
import type { ErrorRecord } from '../attempt/error-record.js';

// Messages between a worker and its threads and processes. Everything made by a task or a client travels as JSON text
// or as a record of limited size, which can always be sent and read. Arbitrary values cannot: they may be nested too
// deeply to be cloned, or throw while they are.

/** A task to run in a thread or a process. */
export interface Order {
  /** JSON of the job's StoredPayload; decrypted and parsed by the receiver. */
  readonly stored: string;
  readonly id: string;
  readonly lineage: RunningTask;
  readonly attempt: number;
  readonly facts: TaskFacts;
  /** Its time limit, which starts when it does. */
  readonly timeoutMs: number | undefined;
  /** Trace headers of the attempt, empty without a trace: the receiver continues the trace. */
  readonly trace: Readonly<Record<string, string>>;
}

/** Must be called within the attempt, whose trace it captures. */
export function orderOf(attempt: Attempt): Order {
  const { stored, id, lineage, number, facts, timeoutMs } = attempt;
  const trace = {};
  propagation.inject(context.active(), trace);
  const payload = JSON.stringify(stored satisfies StoredPayload);
  return { stored: payload, id, lineage, attempt: number, facts, timeoutMs, trace };
}

/** Messages from the worker. `key` identifies one run: a task can come twice. */
export type ToRunner =
  | { readonly type: 'run'; readonly key: number; readonly order: Order }
  | { readonly type: 'stop'; readonly key: number; readonly reason: ErrorRecord };

/** Messages from a running task. */
export type Said =
  | { readonly type: 'started' }
  | { readonly type: 'notes'; readonly progress?: string; readonly lines: readonly string[] };

/** Outcome of a run. `result`: JSON. */
export type Answer =
  { readonly ok: true; readonly result: string } | { readonly ok: false; readonly error: ErrorRecord };

/** The task that something belongs to. */
export type Owner = Pick<Order, 'id' | 'attempt'> & { readonly name: string };

/**
 * Messages from a thread or a process:
 *
 * - `ready`: once, before all others
 * - `stopping`: it has heard that a run shall stop, so its event loop is not blocked
 * - `leaked`: an uncaught error of a task that had ended (`owner`), or of none
 * - `dying`: it ends because of an uncaught error, of the run `key` if known
 */
export type FromRunner =
  | { readonly type: 'ready' }
  | { readonly type: 'stopping' }
  | { readonly type: 'said'; readonly key: number; readonly said: Said }
  | { readonly type: 'ended'; readonly key: number; readonly answer: Answer }
  | { readonly type: 'leaked'; readonly owner: Owner | undefined; readonly error: ErrorRecord }
  | { readonly type: 'dying'; readonly key: number | undefined; readonly error: ErrorRecord };
