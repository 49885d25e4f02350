/**
 * BullMQ's private layout in Redis: names of keys and fields, scores and markers, as version 6.7 writes them. No other
 * file spells them out. `test/integration/bullmq-*.spec.ts` compare this file, and our scripts, with what BullMQ does.
 */

/** The fields of a job's hash. */
export const jobField = {
  name: 'name',
  data: 'data',
  /** JSON of the submit options. */
  options: 'opts',
  /** Creation time, ms since 1970. */
  timestamp: 'timestamp',
  /** Current delay, in ms; reset to 0 when it is over. */
  delay: 'delay',
  priority: 'priority',
  /** Start of the last attempt, ms since 1970. */
  processedOn: 'processedOn',
  /** End time, ms since 1970. Absent until the job is final. */
  finishedOn: 'finishedOn',
  progress: 'progress',
  /** JSON of the result. Absent unless the job succeeded. */
  result: 'returnvalue',
  failedReason: 'failedReason',
  /** JSON: the stacks of the failed attempts. */
  stacks: 'stacktrace',
  attemptsMade: 'atm',
  attemptsStarted: 'ats',
  /** Number of stalls. */
  stalls: 'stc',
  /** If set, the worker that takes the job fails it at once with this reason. */
  deferredFailure: 'defa',
  deduplicationId: 'deid',
  /** The name of the last worker that took the job. */
  worker: 'pb',
  parentKey: 'parentKey',
} as const;

/** The keys that are read from a job's options, besides our own. */
export const jobOption = { deduplication: 'de', deduplicationTtl: 'ttl', traceContext: 'tm' } as const;

/** The places of a queue, as parts of their keys. Each job is in exactly one of them. */
export const place = {
  /** Lists of jobs without a priority; the next one is at the end. `paused` is from older versions. */
  wait: 'wait',
  paused: 'paused',
  /** List of running jobs. */
  active: 'active',
  /** Sorted sets: jobs with a priority (`priorityScore`) and delayed jobs (`delayedScore`). */
  prioritized: 'prioritized',
  delayed: 'delayed',
  waitingChildren: 'waiting-children',
  /** Sorted sets of ended jobs, by `finishedOn`. */
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
  /** Sorted set that idle workers block on: see `marker`. */
  marker: 'marker',
  /** Event stream. */
  events: 'events',
  /** Set of the jobs whose locks are checked next. */
  stalled: 'stalled',
  stalledCheck: 'stalled-check',
  /** Counter of prioritized jobs: the order within one priority. */
  priorityCounter: 'pc',
  /** Counter of jobs added without an id. */
  idCounter: 'id',
  limiter: 'limiter',
} as const;

/** Operator settings of a queue, in its `meta`. */
export const queueSetting = {
  paused: 'paused',
  concurrency: 'concurrency',
  rateMax: 'max',
  rateDuration: 'duration',
} as const;

/** Suffixes of the keys that belong to one job. */
export const jobSuffix = {
  lock: ':lock',
  logs: ':logs',
  /** The children that a parent job waits for, and those that have ended. */
  dependencies: ':dependencies',
  processed: ':processed',
  failedChildren: ':failed',
  unsuccessfulChildren: ':unsuccessful',
} as const;

/** After a queue's prefix: `de:<deduplication id>` holds the id of a job. */
export const DEDUPLICATION = 'de:';

/** Members of the marker set: `base` means that a job is waiting, `delayed` when the next delayed one is due. */
export const marker = { base: '0', delayed: '1' } as const;
/** Older versions put markers into the job lists, too, with ids that begin like this. */
export const OLD_MARKER = '0:';

/** A delayed job's score is its due time (ms since 1970) times this, plus a counter. */
export const DELAYED_STEP = 0x1000;
/**
 * The due time (ms since 1970) of delayed jobs that are set aside, because the limits of their type hold them: after all
 * times that a task can have, so BullMQ never starts them. See `aside/`.
 */
export const ASIDE_DUE = 253_402_300_800_000;
/** A prioritized job's score is its priority times this, plus a counter. */
export const PRIORITY_STEP = 2 ** 32;

/** Approximate number of entries that BullMQ keeps in a queue's event stream. */
export const MOST_EVENTS = 10_000;
/** The events that this service writes the way BullMQ does. */
export const event = { waiting: 'waiting', delayed: 'delayed', failed: 'failed' } as const;

/** The reason with which BullMQ ends a job that stalled more often than `maxStalledCount`. */
export const STALLED_TOO_OFTEN = 'job stalled more than allowable limit';

/** The replies of Redis' TYPE. */
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

/** The counters among those: another text in them breaks every command that increments them. */
export const counterKeys = [queueKey.idCounter, queueKey.priorityCounter] as const;

/** The type of a key of one job. @param rest the key without the queue's prefix */
export function jobKeyType(rest: string): KeyType | undefined {
  const endsWith = (...suffixes: readonly string[]) => suffixes.some((suffix) => rest.endsWith(suffix));
  if (rest.startsWith(DEDUPLICATION) || endsWith(jobSuffix.lock)) return 'string';
  if (endsWith(jobSuffix.logs)) return 'list';
  if (endsWith(jobSuffix.dependencies, ':waiting-children')) return 'set';
  if (endsWith(jobSuffix.unsuccessfulChildren)) return 'zset';
  if (endsWith(jobSuffix.processed, jobSuffix.failedChildren)) return 'hash';
  return /^[\w-]+$/.test(rest) ? 'hash' : undefined;
}

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

  /** Each place of a job that is not final. */
  unfinished() {
    return {
      active: this.place(place.active),
      wait: this.place(place.wait),
      paused: this.place(place.paused),
      prioritized: this.place(place.prioritized),
      delayed: this.place(place.delayed),
      waitingChildren: this.place(place.waitingChildren),
    };
  }

  other(name: keyof typeof queueKey): string {
    return `${this.prefix}${queueKey[name]}`;
  }

  deduplication(id: string): string {
    return `${this.prefix}${DEDUPLICATION}${id}`;
  }
}
