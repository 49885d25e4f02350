import type { Config } from '../../../../platform/config/config.js';
import { version } from '../../../../platform/config/version.js';
import type { CeleryNode } from '../../events/celery-nodes.js';

const HIDDEN = '********';

/** The settings as an application of Celery would have them. Passwords are hidden. */
export function confView(config: Config): Record<string, unknown> {
  const { celeryBrokerUrl, celeryResultBackend, celeryQueues, celeryResultExpiresMs } = config;
  return {
    broker_url: hiddenUrl(celeryBrokerUrl ?? ''),
    result_backend: hiddenUrl(celeryResultBackend ?? backendOf(celeryBrokerUrl ?? '')),
    task_default_queue: celeryQueues[0] ?? null,
    task_queues: celeryQueues,
    task_default_queue_type: config.celeryQueueType,
    task_queue_max_priority: config.celeryQueueMaxPriority ?? null,
    task_serializer: 'json',
    result_serializer: 'json',
    accept_content: ['json'],
    task_acks_late: false,
    task_track_started: config.celeryTrackStarted,
    result_extended: config.celeryResultExtended,
    result_expires: celeryResultExpiresMs === 0 ? null : celeryResultExpiresMs / 1_000,
    broker_transport_options: {
      global_keyprefix: config.celeryKeyPrefix,
      priority_steps: config.celeryPrioritySteps,
      visibility_timeout: config.celeryVisibilityTimeoutMs / 1_000,
    },
    worker_send_task_events: config.celeryEvents === 'all',
    enable_utc: true,
    timezone: 'UTC',
  };
}

/** The text of `celery report`. */
export function reportOf({ worker }: CeleryNode, config: Config, transport: string): string {
  const settings = Object.entries(confView(config)).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  );
  return [
    `software -> celeriac:${worker.version} (bridge ${version}) Node.js:${process.versions.node}`,
    `platform -> system:${process.platform} arch:${process.arch}`,
    `loader   -> Node.js`,
    `settings -> transport:${transport}`,
    '',
    ...settings,
    '',
  ].join('\n');
}

/** A URL without its password, and without whatever could hold another. */
function hiddenUrl(text: string): string {
  if (!URL.canParse(text)) return HIDDEN;
  const url = new URL(text);
  if (url.password !== '') url.password = HIDDEN;
  if (url.search !== '') url.search = '';
  return url.href;
}

function backendOf(brokerUrl: string): string {
  return brokerUrl.startsWith('amqp') ? 'rpc://' : brokerUrl;
}
