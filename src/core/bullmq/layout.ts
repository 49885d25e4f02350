/**
 * BullMQ's private layout in Redis: names of keys and fields, scores and markers, as version 6.7 writes them. Nothing else
 * in this service spells them out. `test/integration/bullmq-contract.spec.ts` compares this file with what BullMQ does.
 */

/** The fields of a job's hash. */
export const jobField = {
  name: 'name',
  data: 'data',
  /** JSON of the options of the submit. */
  options: 'opts',
  /** When it was made, ms since 1970. */
  timestamp: 'timestamp',
  /** How long it waits now, in ms: 0 again once that is over. */
  delay: 'delay',
  priority: 'priority',
  /** When its last attempt started, ms since 1970. */
  processedOn: 'processedOn',
  /** When it ended, ms since 1970. A job that is not final has none. */
  finishedOn: 'finishedOn',
  progress: 'progress',
  /** JSON of the result. A job that has not succeeded has none. */
  result: 'returnvalue',
  failedReason: 'failedReason',
  /** JSON: the stacks of its failed attempts. */
  stacks: 'stacktrace',
  attemptsMade: 'atm',
  attemptsStarted: 'ats',
  /** How often it stalled. */
  stalls: 'stc',
  /** The reason for which the worker that takes it is to fail it at once. */
  deferredFailure: 'defa',
  deduplicationId: 'deid',
  /** The name of the worker that took it last. */
  worker: 'pb',
  parentKey: 'parentKey',
} as const;

/** What is read in the options of a job, beside what we add to them. */
export const jobOption = { deduplication: 'de', deduplicationTtl: 'ttl' } as const;

/** The places of a queue, as parts of their keys. A job stands in exactly one of them. */
export const place = {
  /** Waits without a priority: lists, the next one at their ends. `paused` is of older versions. */
  wait: 'wait',
  paused: 'paused',
  /** A list of what runs. */
  active: 'active',
  /** Sorted sets: what waits with a priority (`priorityScore`), and what waits for its time (`delayedScore`). */
  prioritized: 'prioritized',
  delayed: 'delayed',
  waitingChildren: 'waiting-children',
  /** Sorted sets of what has ended, by `finishedOn`. */
  completed: 'completed',
  failed: 'failed',
} as const;

export type Place = (typeof place)[keyof typeof place];

export const listPlaces = [place.wait, place.paused, place.active] as const;
export const setPlaces = [
  place.prioritized,
  place.delayed,
  place.waitingChildren,
  place.completed,
  place.failed,
] as const;
export const endPlaces = [place.completed, place.failed] as const;

/** The other keys of a queue. */
export const queueKey = {
  /** Hash of the queue's settings: see `queueSetting`. */
  meta: 'meta',
  /** Sorted set that idle workers wait on: see `marker`. */
  marker: 'marker',
  /** Stream of what happened. */
  events: 'events',
  /** Set of the jobs whose locks are looked at next. */
  stalled: 'stalled',
  stalledCheck: 'stalled-check',
  /** Counts the prioritized jobs: the order within one priority. */
  priorityCounter: 'pc',
  /** Counts the jobs that were added without an id. */
  idCounter: 'id',
  limiter: 'limiter',
} as const;

/** What operators have decided about a queue, in its `meta`. */
export const queueSetting = {
  paused: 'paused',
  concurrency: 'concurrency',
  rateMax: 'max',
  rateDuration: 'duration',
} as const;

/** What stands beside a job, behind its key. */
export const jobSuffix = {
  lock: ':lock',
  logs: ':logs',
  /** Of a parent: the children that it waits for, and those that have ended. */
  dependencies: ':dependencies',
  processed: ':processed',
  failedChildren: ':failed',
  unsuccessfulChildren: ':unsuccessful',
} as const;

/** Behind a queue's prefix: `de:<deduplication id>` holds the id of a job. */
export const DEDUPLICATION = 'de:';

/** Members of the set of markers: `base` says that a job waits, `delayed` when the next delayed one is due. */
export const marker = { base: '0', delayed: '1' } as const;
/** Older versions put markers among the jobs, too: their ids begin so. */
export const OLD_MARKER = '0:';

/** A delayed job's score is the time at which it is due (ms since 1970) times this, plus a counter. */
export const DELAYED_STEP = 0x1000;
/** A prioritized job's score is its priority times this, plus a counter. */
export const PRIORITY_STEP = 2 ** 32;

/** Entries that BullMQ keeps in a queue's stream of events, about. */
export const MOST_EVENTS = 10_000;
/** The events that we write as BullMQ does. */
export const event = { waiting: 'waiting', delayed: 'delayed', failed: 'failed' } as const;

/** The reason with which BullMQ ends a job that stalled more often than `maxStalledCount`. */
export const STALLED_TOO_OFTEN = 'job stalled more than allowable limit';

/** What Redis answers to TYPE. */
export type KeyType = 'string' | 'list' | 'set' | 'zset' | 'hash' | 'stream';

/** The type of each key of a queue. */
export const queueKeyTypes: Readonly<Record<string, KeyType>> = {
  ...Object.fromEntries(listPlaces.map((name) => [name, 'list'])),
  ...Object.fromEntries(setPlaces.map((name) => [name, 'zset'])),
  [queueKey.stalled]: 'set',
  [queueKey.stalledCheck]: 'string',
  [queueKey.limiter]: 'string',
  [queueKey.idCounter]: 'string',
  [queueKey.priorityCounter]: 'string',
  [queueKey.meta]: 'hash',
  [queueKey.marker]: 'zset',
  [queueKey.events]: 'stream',
};

/** Of those: strings that are counted up, so that another text in them stops whatever needs it, too. */
export const counterKeys = [queueKey.idCounter, queueKey.priorityCounter] as const;

/** The types of the keys of one job, behind the queue's prefix. The first that fits counts. */
export const jobKeyTypes: readonly (readonly [RegExp, KeyType])[] = [
  [new RegExp(`^${DEDUPLICATION}`), 'string'],
  [new RegExp(`${jobSuffix.lock}$`), 'string'],
  [new RegExp(`${jobSuffix.logs}$`), 'list'],
  [new RegExp(`(${jobSuffix.dependencies}|:waiting-children)$`), 'set'],
  [new RegExp(`${jobSuffix.unsuccessfulChildren}$`), 'zset'],
  [new RegExp(`(${jobSuffix.processed}|${jobSuffix.failedChildren})$`), 'hash'],
  [/^[\w-]+$/, 'hash'],
];

/** The keys of one queue. */
export class QueueKeys {
  /** @param prefix `<prefix>:<queue>:` */
  constructor(readonly prefix: string) {}

  job(id: string): string {
    return `${this.prefix}${id}`;
  }

  lock(id: string): string {
    return `${this.job(id)}${jobSuffix.lock}`;
  }

  logs(id: string): string {
    return `${this.job(id)}${jobSuffix.logs}`;
  }

  place(name: Place): string {
    return `${this.prefix}${name}`;
  }

  other(name: keyof typeof queueKey): string {
    return `${this.prefix}${queueKey[name]}`;
  }

  deduplication(id: string): string {
    return `${this.prefix}${DEDUPLICATION}${id}`;
  }
}
