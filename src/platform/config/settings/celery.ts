import { amqpUrlFault, redisUrlFault } from '../url-rules.js';
import { boolean, integer, milliseconds, oneLine, oneOf, optional, secret, setting } from '../setting.js';

/** Settings of the Celery bridge. */
export const celerySettings = {
  celeryBrokerUrl: secret(
    optional(
      'CELERY_BROKER_URL',
      brokerUrl,
      "broker of Celery's clients and workers, redis(s):// or amqp(s)://; unset: no bridge, and no tasks in Python",
    ),
  ),
  celeryResultBackend: secret(
    optional(
      'CELERY_RESULT_BACKEND',
      resultBackend,
      'Redis that keeps the results for Celery, or rpc:// for messages back to the caller; unset: the broker if it ' +
        'is Redis, else rpc://',
    ),
  ),
  celeryQueues: setting(
    'CELERY_QUEUES',
    names,
    'celery',
    "Celery's queues from which the bridge takes tasks, separated by commas; no Python worker may consume them",
  ),
  celeryQueueType: setting(
    'CELERY_QUEUE_TYPE',
    oneOf('classic', 'quorum'),
    'classic',
    'type of the queues that the bridge declares in RabbitMQ: classic or quorum',
  ),
  celeryQueueMaxPriority: optional(
    'CELERY_QUEUE_MAX_PRIORITY',
    integer(1, 255),
    'x-max-priority of the queues that the bridge declares in RabbitMQ; unset: no priorities',
  ),
  celeryKeyPrefix: setting(
    'CELERY_KEY_PREFIX',
    oneLine(200),
    '',
    "global_keyprefix of Celery's broker in Redis",
  ),
  celeryResultKeyPrefix: setting(
    'CELERY_RESULT_KEY_PREFIX',
    oneLine(200),
    '',
    'global_keyprefix of the result backend in Redis',
  ),
  celeryPrioritySteps: setting(
    'CELERY_PRIORITY_STEPS',
    prioritySteps,
    '0,3,6,9',
    "priority_steps of Celery's broker in Redis, from the most urgent",
  ),
  celeryVisibilityTimeoutMs: setting(
    'CELERY_VISIBILITY_TIMEOUT_MS',
    milliseconds(1_000),
    '3600000',
    'visibility_timeout of the broker in Redis: time after which messages of a Python worker that died are put back',
  ),
  celeryPrefetch: setting(
    'CELERY_PREFETCH',
    integer(1, 1_000),
    '64',
    'messages that a bridge takes at once; each is stored before it is acknowledged',
  ),
  celeryResultExpiresMs: setting(
    'CELERY_RESULT_EXPIRES_MS',
    milliseconds(0, 31_536_000_000),
    '86400000',
    'time that results are kept for Celery; 0: forever',
  ),
  celeryTrackStarted: setting(
    'CELERY_TRACK_STARTED',
    boolean,
    'false',
    'true: results show STARTED while a task runs, as with task_track_started',
  ),
  celeryResultExtended: setting(
    'CELERY_RESULT_EXTENDED',
    boolean,
    'false',
    'true: results have the name, the arguments and the worker, as with result_extended',
  ),
  celeryEvents: setting(
    'CELERY_EVENTS',
    oneOf('bridged', 'all', 'off'),
    'bridged',
    'tasks whose events Flower gets; bridged: tasks from Celery, once a monitor asks; all: every task, always; ' +
      'off: none',
  ),
  celeryControl: setting(
    'CELERY_CONTROL',
    oneOf('off', 'inspect', 'revoke', 'all'),
    'revoke',
    'control commands that workers accept; off: none; inspect: read-only ones; revoke: also revoke; all: also ' +
      'limits, pools, queues and shutdown',
  ),
  celeryRoutes: optional(
    'CELERY_ROUTES',
    names,
    "Celery's queues to which callbacks and chains may send, separated by commas; unset: CELERY_QUEUES and those of " +
      'tasks in Python',
  ),
  celeryMaxMessageBytes: setting(
    'CELERY_MAX_MESSAGE_BYTES',
    integer(1_024, 134_217_728),
    '1048576',
    'maximum size of a message from Celery, after decompression',
  ),
  bridgePort: setting(
    'BRIDGE_PORT',
    integer(0, 65_535),
    '8002',
    "port of the bridge's /health and /metrics; 0: any free port",
  ),
} as const;

function brokerUrl(value: string): string {
  const fault = value.startsWith('amqp') ? amqpUrlFault(value) : redisUrlFault(value);
  if (fault !== undefined) throw new Error(value.startsWith('amqp') ? fault : `${fault}; or amqp://`);
  return value;
}

function resultBackend(value: string): string {
  const fault = value === 'rpc://' ? undefined : redisUrlFault(value);
  if (fault !== undefined) throw new Error(`${fault}; or rpc://`);
  return value;
}

/** The names of queues, as Celery has them: nearly any text. */
function names(value: string): readonly string[] {
  const all = value.split(',').map((name) => name.trim());
  if (all.some((name) => name === '' || name.length > 200 || /\p{Cc}/u.test(name)))
    throw new Error('names of queues separated by commas, such as celery,images');
  return [...new Set(all)];
}

function prioritySteps(value: string): readonly number[] {
  const steps = value.split(',').map((step) => (/^\d$/.test(step.trim()) ? Number(step) : Number.NaN));
  const isRising = steps.every((step, i) => step > (steps[i - 1] ?? -1));
  if (!isRising) throw new Error('rising digits separated by commas, such as 0,3,6,9');
  return steps;
}
