import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker, msOf } from '../redis/broker.js';
import { type DurationCounts, percentile } from './duration-histogram.js';
import { Keys } from '../redis/keys.js';

const MINUTE_MS = 60_000;
/** Retention: the last hour, the current minute, and some margin for clock differences. */
const KEPT_S = 3_900;

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

type Bucket = ReadonlyMap<string, number>;

/**
 * Throughput of the queues in the last hour, minute by minute. Workers add their statistics every few seconds, so
 * single tasks cost nothing here.
 */
@Injectable()
export class QueueStats {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** Adds a worker's statistics to the current minute. */
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

  /** Reads 61 hashes, one per minute, in one round trip after that for the time. */
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
