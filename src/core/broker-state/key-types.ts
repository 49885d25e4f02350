import { Injectable } from '@nestjs/common';
import { type KeyType, QueueKeys, counterKeys, jobKeyType, queueKeyTypes } from '../bullmq/layout.js';
import { CoreOptions } from '../core-options.js';
import { KnownQueues } from '../task/known-queues.js';
import { WiringError } from '../task/queue.errors.js';
import type { QueueName } from '../task/queue-name.js';

/** Our own keys, `<prefix>:<name>`: see Keys. */
const OWN: Readonly<Record<string, KeyType>> = {
  index: 'zset',
  expiry: 'zset',
  deadlines: 'zset',
  blobs: 'zset',
  'blob-sizes': 'hash',
  ends: 'zset',
  workflows: 'zset',
  'open-workflows': 'zset',
  'finished-workflows': 'zset',
  workers: 'zset',
  deploys: 'zset',
  audit: 'zset',
  'audit-refused': 'zset',
  reconciliation: 'hash',
  schedules: 'zset',
  'schedule-times': 'zset',
  'schedules-paused': 'set',
  'schedules-declared': 'hash',
  'type-limits': 'hash',
  'aside-types': 'set',
  'error-marks': 'hash',
  'session-secret': 'string',
  'token-secret': 'string',
  'shared-views': 'hash',
  'data-id': 'string',
  'data-loss': 'hash',
  'paused-queues': 'hash',
  'closed-queues': 'hash',
};

/** Keys with many instances, after the prefix. The first match counts. */
const OF_MANY: readonly (readonly [RegExp, KeyType])[] = [
  [/^workflow:[^:]+$/, 'hash'],
  [/^workflow:[^:]+:work$/, 'list'],
  [/^revoked:/, 'set'],
  [/^bridge-ends:/, 'stream'],
  [/^(walk|worker|quota|fetched):/, 'string'],
  [/^(idempotency|minute|schedule|views):/, 'hash'],
  [/^(ticks|bulk-ids):/, 'list'],
  [/^bridge:celery:(face|clock|id:.*|remote:.*)$/, 'string'],
  [/^bridge:celery:nodes$/, 'hash'],
  [/^bridge:celery:revoked$/, 'zset'],
  [/^bridge:celery:refused$/, 'list'],
  [/^(ended-sessions|type-aside|type-slots):/, 'zset'],
  [/^(rate:.*:(turns|starts)|host:.*:starts)$/, 'list'],
  [/^host:.*:(slots|waiting)$/, 'zset'],
];

/** Maximum number of ids examined in one command. */
const MOST_IDS = 20;

/** The expected type of every key of this installation. A key of another type breaks whatever needs it. */
@Injectable()
export class KeyTypes {
  private readonly prefix: string;

  constructor(
    options: CoreOptions,
    private readonly queues: KnownQueues,
  ) {
    this.prefix = `${options.redisPrefix}:`;
    refuseTaken(queues.names);
  }

  /** Every key that exists, or may exist, independently of tasks. */
  fixed(): string[] {
    const ofQueues = this.queues.names.flatMap((queue) =>
      Object.keys(queueKeyTypes).map((name) => `${queue}:${name}`),
    );
    return [...Object.keys(OWN), ...ofQueues].map((name) => `${this.prefix}${name}`);
  }

  /** Keys whose value is an integer. */
  counters(): string[] {
    return this.queues.names.flatMap((queue) => counterKeys.map((name) => `${this.prefix}${queue}:${name}`));
  }

  /** The keys that a task of each queue would have. */
  ofSomeTask(): string[] {
    return this.queues.names.flatMap((queue) => this.ofTask(queue, 'some'));
  }

  /** The expected type of a key; undefined if it is not ours. */
  of(key: string): KeyType | undefined {
    if (!key.startsWith(this.prefix)) return undefined;
    const name = key.slice(this.prefix.length);
    const queue = this.queues.names.find((one) => name.startsWith(`${one}:`));
    if (queue === undefined) return OWN[name] ?? firstOf(OF_MANY, name);
    const rest = name.slice(queue.length + 1);
    return queueKeyTypes[rest] ?? jobKeyType(rest);
  }

  /** Keys that a command may have touched: those among its arguments, and those of tasks whose ids are among them. */
  touchedBy(words: readonly unknown[]): string[] {
    const texts = words.filter((word) => typeof word === 'string' || Buffer.isBuffer(word)).map(String);
    const ids = texts.filter((text) => /^[\w-]{8,100}$/.test(text)).slice(0, MOST_IDS);
    const ofTasks = ids.flatMap((id) => this.queues.names.flatMap((queue) => this.ofTask(queue, id)));
    return [...texts.filter((text) => this.of(text) !== undefined), ...ofTasks];
  }

  /** The queue of a key, if it belongs to one. */
  queueOf(key: string): QueueName | undefined {
    return this.queues.names.find((queue) => key.startsWith(`${this.prefix}${queue}:`));
  }

  private ofTask(queue: QueueName, id: string): string[] {
    const keys = new QueueKeys(`${this.prefix}${queue}:`);
    return [keys.job(id), keys.lock(id), keys.logs(id)];
  }
}

/**
 * The keys of a queue begin with its name, as many of our own begin with theirs.
 *
 * @throws WiringError for a queue whose keys could be taken for others
 */
function refuseTaken(queues: readonly QueueName[]): void {
  const taken = queues.find((name) =>
    [`${name}:id`, `${name}:id:starts`].some((key) => firstOf(OF_MANY, key)),
  );
  if (taken !== undefined)
    throw new WiringError(
      `No queue can be called ${taken}: other keys in Redis begin with it. Choose another name.`,
    );
}

function firstOf(patterns: readonly (readonly [RegExp, KeyType])[], name: string): KeyType | undefined {
  return patterns.find(([pattern]) => pattern.test(name))?.[1];
}
