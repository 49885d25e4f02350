import { availableParallelism, hostname } from 'node:os';
import { type QueueName, isQueueName, queueNames } from './queue-names.js';
import { boolean, integer, oneOf, optional, setting, text, url } from './setting.js';

const DAY_MS = 86_400_000;

/**
 * Every setting of every process, once: `.env.example` and the README's table are held against this table by a
 * test. Names end in their unit (`_MS`, `_BYTES`, `_MB`).
 */
export const settings = {
  nodeEnv: setting(
    'NODE_ENV',
    oneOf('development', 'production', 'test'),
    'development',
    'production refuses what is only safe on your own machine',
  ),
  logLevel: setting(
    'LOG_LEVEL',
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    'info',
    'least severe level that is logged',
  ),
  dataDir: setting('DATA_DIR', text, '.data', 'folder of the embedded Redis and of the outbox'),

  redisUrl: setting(
    'REDIS_URL',
    url('redis', 'rediss'),
    'redis://localhost:6379/0',
    'the broker; unset, the standalone starts a Redis of its own',
  ),
  redisPrefix: setting('REDIS_PREFIX', keyPrefix, 'celeriac', 'begins the name of every key in Redis'),
  resultRetentionMs: setting(
    'RESULT_RETENTION_MS',
    integer(1_000),
    String(DAY_MS),
    'how long a finished task stays readable, unless the task says otherwise',
  ),

  host: setting('HOST', text, '127.0.0.1', 'address that the API and the probe of a worker listen on'),
  port: setting('PORT', integer(0, 65_535), '8000', 'port of the API'),
  maxBodyBytes: setting(
    'MAX_BODY_BYTES',
    integer(1_024, 104_857_600),
    '1048576',
    'largest request body; more is 413',
  ),
  maxPayloadBytes: setting(
    'MAX_PAYLOAD_BYTES',
    integer(2, 104_857_600),
    '1048576',
    'largest payload of one task, as JSON; more is 413',
  ),
  shutdownTimeoutMs: setting(
    'SHUTDOWN_TIMEOUT_MS',
    integer(0),
    '25000',
    'how long a process that is told to stop waits for what runs in it',
  ),
  healthMaxRssMb: setting(
    'HEALTH_MAX_RSS_MB',
    integer(64),
    '2048',
    'resident memory above which /health says that the process is ill',
  ),

  workerName: setting(
    'WORKER_NAME',
    text,
    `${hostname()}-${process.pid}`,
    'name of the worker in logs, tasks and the dashboard',
  ),
  workerQueues: setting('WORKER_QUEUES', queueList, queueNames.join(','), 'queues that the worker consumes'),
  workerConcurrency: setting(
    'WORKER_CONCURRENCY',
    concurrency,
    'tasks=8,notifications=8,fetch=16',
    'tasks at once: one number for every queue, or a number a queue',
  ),
  workerThreads: setting(
    'WORKER_THREADS',
    integer(1, 1_000),
    String(availableParallelism()),
    "threads for tasks that compute (isolation: 'thread'); the default is the number of cores",
  ),
  workerThreadMaxMb: setting(
    'WORKER_THREAD_MAX_MB',
    integer(32, 1_048_576),
    '512',
    'heap of one such thread, in MiB; a task that needs more loses its thread, and the attempt fails',
  ),
  graceMs: setting(
    'GRACE_MS',
    integer(0, 3_600_000),
    '5000',
    'how long a task that is cancelled or over its time limit may take to stop',
  ),
  maxResultBytes: setting(
    'MAX_RESULT_BYTES',
    integer(2, 104_857_600),
    '4194304',
    'largest result of one task, as JSON; more fails the attempt',
  ),
  workerPort: setting(
    'WORKER_PORT',
    integer(0, 65_535),
    '8001',
    "port of the worker's own /health; 0 takes any free one",
  ),

  dashboardPassword: optional(
    'DASHBOARD_PASSWORD',
    text,
    'password of /dashboard (user: admin); production has no dashboard without one',
  ),

  smtpUrl: optional(
    'SMTP_URL',
    url('smtp', 'smtps'),
    'where emails go; unset, each is written to DATA_DIR/outbox as an .eml file',
  ),
  mailFrom: setting('MAIL_FROM', text, 'celeriac@localhost', 'sender of every email'),

  fetchAllowPrivate: setting(
    'FETCH_ALLOW_PRIVATE',
    boolean,
    'false',
    'true lets fetch reach private addresses: for development and tests only',
  ),
  fetchTimeoutMs: setting('FETCH_TIMEOUT_MS', integer(1, 3_600_000), '30000', 'time limit of a whole fetch'),
  fetchMaxBytes: setting(
    'FETCH_MAX_BYTES',
    integer(1),
    '1048576',
    'largest body that fetch takes, counted after decompression',
  ),

  divideDelayMs: setting(
    'DIVIDE_DELAY_MS',
    integer(0, 3_600_000),
    '0',
    "how long math.divide pretends to work: the tutorial's sleep is 5000",
  ),
} as const;

function keyPrefix(value: string): string {
  if (!/^[\w{}.-]{1,100}$/.test(value))
    throw new Error('1 to 100 letters, digits, or any of _ - . { } (no colon, no space)');
  return value;
}

function queueList(value: string): readonly QueueName[] {
  const names = value.split(',').map((name) => name.trim());
  if (!names.every(isQueueName)) throw new Error(`a comma-separated list out of ${queueNames.join(', ')}`);
  return [...new Set(names)];
}

/** `16` for every queue, or `tasks=8,fetch=32`: a queue that is not named keeps 8. */
function concurrency(value: string): Readonly<Record<QueueName, number>> {
  const expected = `a number from 1 to 1000, or pairs such as tasks=8,fetch=32 out of ${queueNames.join(', ')}`;
  const everyQueue = (number: number): Record<QueueName, number> => ({
    tasks: number,
    notifications: number,
    fetch: number,
  });
  if (isConcurrency(value)) return everyQueue(Number(value));
  const result = everyQueue(8);
  for (const pair of value.split(',')) {
    const [name = '', number = '', ...rest] = pair.trim().split('=');
    if (!isQueueName(name) || !isConcurrency(number) || rest.length > 0) throw new Error(expected);
    result[name] = Number(number);
  }
  return result;
}

function isConcurrency(value: string): boolean {
  return /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= 1_000;
}
