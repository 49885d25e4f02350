import { availableParallelism, hostname } from 'node:os';
import { perQueue, queueList } from '../queue-names.js';
import { integer, milliseconds, oneLine, optional, setting } from '../setting.js';

/** Settings of task execution. */
export const workerSettings = {
  workerName: setting(
    'WORKER_NAME',
    oneLine(200),
    `${hostname()}-${process.pid}`,
    'name of the worker in logs, tasks and the console',
  ),
  workerQueues: optional(
    'WORKER_QUEUES',
    queueList,
    'queues that the worker consumes, separated by commas; unset: all',
  ),
  workerConcurrency: optional(
    'WORKER_CONCURRENCY',
    perQueue(1_000, 'tasks=8,fetch=32'),
    'maximum concurrent tasks: one number for all queues, or a number for each; the others keep that of their ' +
      'definition, 8 by default',
  ),
  workerThreads: setting(
    'WORKER_THREADS',
    integer(1, 1_000),
    String(availableParallelism()),
    "threads for CPU-bound tasks (isolation: 'thread'); default: the number of cores",
  ),
  workerThreadMaxMb: setting(
    'WORKER_THREAD_MAX_MB',
    integer(32, 1_048_576),
    '512',
    'heap of one such thread, in MiB; a task that exceeds it loses its thread, and the attempt fails',
  ),
  graceMs: setting(
    'GRACE_MS',
    milliseconds(0, 3_600_000),
    '5000',
    'time that a cancelled or timed-out task has to stop',
  ),
  maxResultBytes: setting(
    'MAX_RESULT_BYTES',
    integer(2, 104_857_600),
    '4194304',
    'maximum result of one task as JSON; a larger one fails the attempt',
  ),
  workerMaxRssMb: optional(
    'WORKER_MAX_RSS_MB',
    integer(64, 1_048_576),
    'resident memory, in MiB, above which a worker drains and exits with 0 to be restarted; unset: no limit',
  ),
  workerLockMs: setting(
    'WORKER_LOCK_MS',
    milliseconds(1_000, 600_000),
    '15000',
    'time a task stays with a worker that does not renew its lock; no task may block the event loop ' +
      'for that long',
  ),
  workerStallCheckMs: setting(
    'WORKER_STALL_CHECK_MS',
    milliseconds(500, 600_000),
    '5000',
    'interval at which workers look for tasks whose worker has died',
  ),
  workerFetchTimeoutMs: setting(
    'WORKER_FETCH_TIMEOUT_MS',
    milliseconds(12_000, 3_600_000),
    '30000',
    'time without polling for tasks, despite free slots and a responding Redis, after which /health/live is 503',
  ),
  workerPort: setting(
    'WORKER_PORT',
    integer(0, 65_535),
    '8001',
    "port of the worker's /health and /metrics; 0: any free port",
  ),
} as const;
