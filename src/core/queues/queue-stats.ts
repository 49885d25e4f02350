import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Broker, msOf } from '../redis/broker.js';
import { type DurationCounts, percentile } from './duration-histogram.js';
import { Keys } from '../redis/keys.js';

const MINUTE_MS = 60_000;
/** The last hour and the minute that is going on, and a little for clocks. */
const KEPT_S = 3_900;

/** How attempts ended, as far as a queue's throughput is concerned. */
export const endings = ['succeeded', 'failed', 'retried'] as const;

export type CountedEnding = (typeof endings)[number];

/** What one worker has seen of one queue since it last told. */
export interface QueueActivity {
  readonly ended: ReadonlyMap<CountedEnding, number>;
  /** How long `run` took. */
  readonly runs: DurationCounts;
  /** How long tasks waited for their first attempt, from when they could have been started. */
  readonly waits: DurationCounts;
  /** Sum of all runs, in ms. */
  readonly runMs: number;
}

/** What happened in a stretch of time. Durations are in ms, null where nothing ended. */
export interface QueueWindow {
  readonly succeeded: number;
  readonly failed: number;
  readonly retried: number;
  /** Attempts that ended, per second. */
  readonly perSecond: number;
  readonly runMs: { readonly mean: number | null; readonly p50: number | null; readonly p95: number | null };
  readonly waitMs: { readonly p50: number | null; readonly p95: number | null };
}

export interface QueueThroughput {
  /** The last 60 s, as well as whole minutes tell. */
  readonly minute: QueueWindow;
  readonly hour: QueueWindow;
}

type Bucket = ReadonlyMap<string, number>;

/**
 * What went through the queues in the last hour, minute by minute. Workers add up what they see and tell it every few
 * seconds: a task costs nothing here.
 */
@Injectable()
export class QueueStats {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** Adds what a worker has seen to the minute that is going on. */
  async add(queue: QueueName, { ended, runs, waits, runMs }: QueueActivity): Promise<void> {
    const minute = Math.floor(msOf(await this.broker.ask(this.broker.producer.time())) / MINUTE_MS);
    const key = this.keys.queueMinute(queue, minute);
    const adding = this.broker.producer.pipeline();
    for (const [ending, count] of ended) adding.hincrby(key, ending, count);
    for (const [bucket, count] of runs) adding.hincrby(key, `run:${bucket}`, count);
    for (const [bucket, count] of waits) adding.hincrby(key, `wait:${bucket}`, count);
    adding.hincrby(key, 'run_ms', Math.round(runMs));
    adding.expire(key, KEPT_S);
    await this.broker.ask(adding.exec());
  }

  async read(queue: QueueName): Promise<QueueThroughput> {
    const now = msOf(await this.broker.ask(this.broker.producer.time()));
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
