import { availableParallelism, hostname } from 'node:os';

/**
 * Options of a worker, given by the application that installs it: `ExecutionModule.forRoot({ threads: 2 })`. Omitted
 * fields have the defaults below.
 */
export class WorkerOptions {
  /** The worker's name in logs and tasks. Default: host name and process ID. */
  readonly name: string = `${hostname()}-${process.pid}`;
  /** Version of the application, in the worker's report. */
  readonly version: string = 'unknown';
  /** Queues to consume. Default: all queues that the application defines. */
  readonly queues?: readonly string[] | undefined;
  /** Maximum number of concurrent tasks, of every queue or by queue. Default: that of `defineQueue`. */
  readonly concurrency: number | Readonly<Partial<Record<string, number>>> = {};
  /** Lifetime of a task's lock without renewal. A task must block the event loop for less. */
  readonly lockMs: number = 15_000;
  /** Interval between checks for tasks of dead workers. */
  readonly stallCheckMs: number = 5_000;
  /** Time without polling, despite free slots and a responding Redis, after which the worker is unhealthy. */
  readonly pollTimeoutMs: number = 30_000;
  /** Interval between heartbeats. Each carries the worker's state, so other processes see it this late at most. */
  readonly heartbeatMs: number = 5_000;
  /** Time without a heartbeat after which the worker counts as lost. */
  readonly leaseMs: number = 15_000;
  /** Interval between sweeps for expired tasks, ended retentions and unsent completions. */
  readonly sweepMs: number = 5_000;
  /** Number of threads for tasks with `isolation: 'thread'`. Default: one per core. */
  readonly threads: number = availableParallelism();
  /** Maximum heap size of one such thread, in MiB. */
  readonly threadMaxMb: number = 512;
  /** Time for a cancelled or timed-out task to stop. */
  readonly graceMs: number = 5_000;
  /** Maximum size of one task's result as JSON. Default: 4 MiB. */
  readonly maxResultBytes: number = 4_194_304;
  /** Resident memory, in MiB, above which the worker requests its shutdown. Default: no limit. */
  readonly maxRssMb?: number | undefined;
  /** Time for running tasks to finish at shutdown, before they return to their queues. */
  readonly shutdownTimeoutMs: number = 25_000;
  /** Closes the application; called for an operator's `shutdown` and for `maxRssMb`. Default: `shutdown` is refused. */
  readonly shutDown?: (() => void) | undefined;

  /** The settings of the process, without secrets, for operators. Default: none are shown. */
  readonly settings?: (() => readonly object[]) | undefined;

  constructor(given: Partial<WorkerOptions> = {}) {
    Object.assign(this, given);
    Object.freeze(this);
  }
}
