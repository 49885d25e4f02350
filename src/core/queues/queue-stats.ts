import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker, msOf } from '../redis/broker.js';
import { type DurationCounts, percentile } from './duration-histogram.js';
import { Keys } from '../redis/keys.js';

const MINUTE_MS = 60_000;
/** Retention: the last day, the current minute, and some margin for clock differences. */
const KEPT_S = 87_000;
/** Number of minutes read at once, so that other commands have their turn. */
const READ_AT_ONCE = 500;

/** Outcomes that count for a queue's throughput. */
export const endings = ['succeeded', 'failed', 'retried'] as const;

export type CountedEnding = (typeof endings)[number];

/** One worker's statistics of a queue since its last report. */
export interface QueueActivity {
  readonly ended: ReadonlyMap<CountedEnding, number>;
  /** Run times. */
  readonly runs: DurationCounts;
  /** Times that tasks waited for their first attempt, from when they could have started. */
  readonly waits: DurationCounts;
  /** Sum of all run times in ms. */
  readonly runMs: number;
}

/** Statistics of a period. Durations are in ms, null if nothing completed. */
export interface QueueWindow {
  readonly succeeded: number;
  readonly failed: number;
  readonly retried: number;
  /** Completed attempts per second. */
  readonly perSecond: number;
  readonly runMs: { readonly mean: number | null; readonly p50: number | null; readonly p95: number | null };
  readonly waitMs: { readonly p50: number | null; readonly p95: number | null };
}

export interface QueueThroughput {
  /** The last 60 s, to the accuracy of whole minutes. */
  readonly minute: QueueWindow;
  readonly hour: QueueWindow;
}

/** Counts of a queue in one minute. */
export interface QueueMinute {
  /** Minutes since 1970. */
  readonly minute: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly runs: DurationCounts;
  readonly waits: DurationCounts;
  /** The backlog at some time of the minute; undefined if no worker has looked. */
  readonly backlog: QueueBacklog | undefined;
}

export interface QueueBacklog {
  /** Number of tasks that can start now. */
  readonly waiting: number;
  /** Age of the oldest of them in ms; 0 if none waits. */
  readonly oldestMs: number;
}

type Bucket = ReadonlyMap<string, number>;

/**
 * Throughput and backlog of the queues in the last day, minute by minute. Workers add their statistics every few
 * seconds, so single tasks cost nothing here.
 */
@Injectable()
export class QueueStats {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** Adds a worker's statistics to the current minute. */
  async add(queue: QueueName, { ended, runs, waits, runMs }: QueueActivity): Promise<void> {
    const key = this.keys.queueMinute(queue, Math.floor((await this.now()) / MINUTE_MS));
    const adding = this.broker.producer.pipeline();
    for (const [ending, count] of ended) adding.hincrby(key, ending, count);
    for (const [bucket, count] of runs) adding.hincrby(key, `run:${bucket}`, count);
    for (const [bucket, count] of waits) adding.hincrby(key, `wait:${bucket}`, count);
    adding.hincrby(key, 'run_ms', Math.round(runMs));
    adding.expire(key, KEPT_S);
    await this.broker.ask(adding.exec());
  }

  /** Adds the backlog to a minute, unless it has one. @param look called at most once */
  async addBacklog(queue: QueueName, minute: number, look: () => Promise<QueueBacklog>): Promise<void> {
    const key = this.keys.queueMinute(queue, minute);
    const { producer } = this.broker;
    const claiming = producer.multi().hsetnx(key, 'sampled', 1).expire(key, KEPT_S).exec();
    const [claimed] = (await this.broker.ask(claiming)) ?? [];
    if (claimed?.[1] !== 1) return;
    const { waiting, oldestMs } = await look();
    await this.broker.ask(producer.hset(key, { waiting, oldestMs }));
  }

  /** The minutes from `from` to `until`, both included, that are not empty. The oldest is a day old. */
  async minutes(queue: QueueName, from: number, until: number): Promise<QueueMinute[]> {
    const found: QueueMinute[] = [];
    for (let first = from; first <= until; first += READ_AT_ONCE) {
      const count = Math.min(READ_AT_ONCE, until - first + 1);
      const reading = Array.from({ length: count }, (_, i) => this.bucket(queue, first + i));
      const buckets = await this.broker.ask(Promise.all(reading));
      found.push(...buckets.flatMap((bucket, i) => (bucket.size > 0 ? [minuteOf(first + i, bucket)] : [])));
    }
    return found;
  }

  /** The broker's time in ms since 1970. */
  async now(): Promise<number> {
    return msOf(await this.broker.ask(this.broker.producer.time()));
  }

  /** Reads 61 hashes, one per minute, in one round trip after that for the time. */
  async read(queue: QueueName): Promise<QueueThroughput> {
    const now = await this.now();
    const minute = Math.floor(now / MINUTE_MS);
    const hour = await this.broker.ask(
      Promise.all(Array.from({ length: 61 }, (_, ago) => this.bucket(queue, minute - ago))),
    );
    const passedS = (now % MINUTE_MS) / 1_000;
    return { minute: windowOf(hour.slice(0, 2), 60 + passedS), hour: windowOf(hour, 3_600 + passedS) };
  }

  private async bucket(queue: QueueName, minute: number): Promise<Bucket> {
    const fields = await this.broker.producer.hgetall(this.keys.queueMinute(queue, minute));
    return new Map(Object.entries(fields).map(([field, count]) => [field, Number(count)]));
  }
}

function minuteOf(minute: number, bucket: Bucket): QueueMinute {
  const waiting = bucket.get('waiting');
  return {
    minute,
    succeeded: bucket.get('succeeded') ?? 0,
    failed: bucket.get('failed') ?? 0,
    runs: durationsOf([bucket], 'run:'),
    waits: durationsOf([bucket], 'wait:'),
    backlog: waiting === undefined ? undefined : { waiting, oldestMs: bucket.get('oldestMs') ?? 0 },
  };
}

function windowOf(buckets: readonly Bucket[], seconds: number): QueueWindow {
  const sum = (field: string) => buckets.reduce((total, bucket) => total + (bucket.get(field) ?? 0), 0);
  const [succeeded, failed, retried] = [sum('succeeded'), sum('failed'), sum('retried')];
  const ended = succeeded + failed + retried;
  const runs = durationsOf(buckets, 'run:');
  const waits = durationsOf(buckets, 'wait:');
  return {
    ...{ succeeded, failed, retried },
    perSecond: Math.round((ended / seconds) * 1_000) / 1_000,
    runMs: {
      mean: ended === 0 ? null : Math.round(sum('run_ms') / ended),
      p50: percentile(runs, 50),
      p95: percentile(runs, 95),
    },
    waitMs: { p50: percentile(waits, 50), p95: percentile(waits, 95) },
  };
}

function durationsOf(buckets: readonly Bucket[], prefix: string): DurationCounts {
  const counts = new Map<number, number>();
  for (const [field, count] of buckets.flatMap((bucket) => [...bucket])) {
    if (!field.startsWith(prefix)) continue;
    const bucket = Number(field.slice(prefix.length));
    counts.set(bucket, (counts.get(bucket) ?? 0) + count);
  }
  return counts;
}
