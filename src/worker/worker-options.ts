import { availableParallelism, hostname } from 'node:os';

/**
 * What a worker is told by the application that installs it: `ExecutionModule.forRoot({ threads: 2 })`. What is left out
 * has the default that stands here.
 */
export class WorkerOptions {
  /** Its name in logs and tasks: host and process id. */
  readonly name: string = `${hostname()}-${process.pid}`;
  /** The queues that it consumes. Default: all that the application defines. */
  readonly queues?: readonly string[] | undefined;
  /** Tasks at once, by queue. Default: what `defineQueue` says of it. */
  readonly concurrency: Readonly<Partial<Record<string, number>>> = {};
  /** How long a task stays with a worker that does not renew its claim. A task may block the event loop for less. */
  readonly lockMs: number = 15_000;
  /** How often it looks for tasks whose worker has died. */
  readonly stallCheckMs: number = 5_000;
  /** How long it may not look for tasks, though it has room and Redis answers, before its health says so. */
  readonly pollTimeoutMs: number = 30_000;
  /** Threads for tasks with `isolation: 'thread'`: one for each core. */
  readonly threads: number = availableParallelism();
  /** Heap of one such thread, in MiB. */
  readonly threadMaxMb: number = 512;
  /** How long a task that is cancelled or over its time limit may take to stop. */
  readonly graceMs: number = 5_000;
  /** Largest result of one task, as JSON: 4 MiB. */
  readonly maxResultBytes: number = 4_194_304;
  /** Resident memory, in MiB, above which it asks to be shut down. Default: no limit. */
  readonly maxRssMb?: number | undefined;
  /** How long running tasks may take when it stops, before they are given back to their queues. */
  readonly shutdownTimeoutMs: number = 25_000;
  /** Called when an operator or `maxRssMb` wants it to end: close the application. Default: such a command is refused. */
  readonly shutDown?: (() => void) | undefined;

  constructor(given: Partial<WorkerOptions> = {}) {
    Object.assign(this, given);
    Object.freeze(this);
  }
}
