import { context, propagation } from '@opentelemetry/api';
import type { StoredPayload } from '../../core/submit/payload-seals.js';
import type { RunningTask } from '../../core/task/running-task.js';
import type { Attempt } from '../attempt/attempt.js';
import type { ErrorRecord } from '../attempt/error-record.js';

// What a worker and its threads and processes send each other. Everything that a task or a caller has made travels as
// JSON text or as a bounded record: such a message can always be sent, and always be read. A value itself may not: it
// may be nested too deep to be cloned on the other side, or may throw when it is.

/** What a thread, or a process, is to run. */
export interface Order {
  /** JSON of a StoredPayload, as it stands in the job: decrypted and parsed by whoever runs it. */
  readonly stored: string;
  readonly id: string;
  readonly lineage: RunningTask;
  readonly attempt: number;
  /** The headers that carry the attempt's trace, empty where there is none: who runs it goes on with it. */
  readonly trace: Readonly<Record<string, string>>;
}

/** Call it within the attempt: its trace is the one that is going on. */
export function orderOf({ stored, id, lineage, number }: Attempt): Order {
  const trace = {};
  propagation.inject(context.active(), trace);
  return { stored: JSON.stringify(stored satisfies StoredPayload), id, lineage, attempt: number, trace };
}

/** From the worker. `key` names one run: a task can come twice. */
export type ToRunner =
  | { readonly type: 'run'; readonly key: number; readonly order: Order }
  | { readonly type: 'stop'; readonly key: number; readonly reason: ErrorRecord };

/** From a task while it runs. */
export type Said =
  | { readonly type: 'started' }
  | { readonly type: 'notes'; readonly progress?: string; readonly lines: readonly string[] };

/** How a run ended. `result`: JSON. */
export type Answer =
  { readonly ok: true; readonly result: string } | { readonly ok: false; readonly error: ErrorRecord };

/** Which task something belongs to. */
export type Owner = Pick<Order, 'id' | 'attempt'> & { readonly name: string };

/**
 * From a thread or a process:
 *
 * - `ready`: once, before everything else
 * - `leaked`: an error that nothing caught, of a task that had ended (`owner`), or of none
 * - `dying`: it ends because of an error that nothing caught, of the run `key` if that is known
 */
export type FromRunner =
  | { readonly type: 'ready' }
  | { readonly type: 'said'; readonly key: number; readonly said: Said }
  | { readonly type: 'ended'; readonly key: number; readonly answer: Answer }
  | { readonly type: 'leaked'; readonly owner: Owner | undefined; readonly error: ErrorRecord }
  | { readonly type: 'dying'; readonly key: number | undefined; readonly error: ErrorRecord };
