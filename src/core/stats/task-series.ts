import { Injectable } from '@nestjs/common';
import { NamedError } from '../../platform/errors/named-error.js';
import { Histories } from '../history/task-history.js';
import {
  type SeriesPoint,
  type SeriesQuestion,
  type StatMetric,
  StatisticsSource,
} from '../history/task-statistics.js';
import { type QueueMinute, QueueStats } from '../queues/queue-stats.js';
import { KnownQueues } from '../task/known-queues.js';
import type { QueueName } from '../task/queue-name.js';
import { MOST_SERIES, type Series, seriesOf } from './series.js';

const MINUTE_MS = 60_000;
/** Time for which Redis keeps the counters of each minute. */
export const BROKER_WINDOW_MS = 86_400_000;

/** The wish for series that end now. */
export type SeriesWish = Omit<SeriesQuestion, 'from'>;

export interface SeriesAnswer {
  /** Start of the first bucket, in ms since 1970: a multiple of the step. */
  readonly from: number;
  /** `broker`: counters of queues by minute. `history`: the tasks themselves, after they have ended. */
  readonly source: 'broker' | 'history';
  /** Number of newest buckets that can still change, at least one. */
  readonly incompleteBuckets: number;
  /** Largest first, then all others as one. */
  readonly series: readonly Series[];
}

/** The series needs a history, and there is none. `reason` names the parameter that needs it. */
export class NoHistoryError extends NamedError {
  constructor(readonly reason: 'by' | 'name' | 'window') {
    super('There is no history: set HISTORY_URL.');
  }
}

/**
 * Reads statistics as series that end now: by queue from the counters that Redis keeps for a day, everything else from
 * the history.
 */
@Injectable()
export class TaskSeries {
  constructor(
    private readonly stats: QueueStats,
    private readonly queues: KnownQueues,
    private readonly statistics: StatisticsSource,
    private readonly histories: Histories,
  ) {}

  /** @throws NoHistoryError, HistoryUnavailableError, BrokerUnavailableError */
  async read(wish: SeriesWish): Promise<SeriesAnswer> {
    const { stepMs, buckets } = wish;
    const now = await this.stats.now();
    const from = (Math.floor(now / stepMs) + 1 - buckets) * stepMs;
    const question = { ...wish, from };
    const reason = historyReason(wish);
    const found = await (reason === undefined ? this.counted(question) : this.stored(question, reason));
    const points = wish.by === 'all' && found.length === 0 ? [NOTHING] : found;
    const source = reason === undefined ? 'broker' : 'history';
    const until = source === 'history' && wish.metric !== 'backlog' ? await this.recordedUntil(now) : now;
    const incompleteBuckets = incompleteSince(until, question);
    return { from, source, incompleteBuckets, series: seriesOf(question, points) };
  }

  /** Later tasks are not in the history yet. */
  private async recordedUntil(now: number): Promise<number> {
    const until = await this.histories.get()?.recordedUntil();
    return Math.min(until ?? now, now);
  }

  private async stored(question: SeriesQuestion, reason: NoHistoryError['reason']): Promise<SeriesPoint[]> {
    const statistics = this.statistics.get();
    if (statistics === undefined) throw new NoHistoryError(reason);
    return statistics.series(question, MOST_SERIES);
  }

  private async counted(question: SeriesQuestion): Promise<SeriesPoint[]> {
    const { metric, by, queue, from, stepMs, buckets } = question;
    const first = from / MINUTE_MS;
    const last = first + (stepMs / MINUTE_MS) * buckets - 1;
    const points = async (name: QueueName) => {
      const key = by === 'all' ? null : name;
      const minutes = await this.stats.minutes(name, first, last);
      return minutes.flatMap((one) => {
        const bucket = Math.floor((one.minute * MINUTE_MS - from) / stepMs);
        return pointsOf[metric](one).map((point) => ({ key, bucket, ...point }));
      });
    };
    const queues = queue === undefined ? this.queues.names : [queue];
    const found: SeriesPoint[] = [];
    for (const name of queues) found.push(...(await points(name)));
    return found;
  }
}

/** One series of all tasks is also there if there are none. */
const NOTHING: SeriesPoint = { key: null, bucket: 0, count: 0, durations: new Map() };

/** The number of buckets that reach beyond a time. */
function incompleteSince(until: number, { from, stepMs, buckets }: SeriesQuestion): number {
  const complete = Math.floor((until - from) / stepMs);
  return buckets - Math.min(Math.max(complete, 0), buckets - 1);
}

/** Undefined if the counters of the broker suffice. */
function historyReason({ by, name, stepMs, buckets }: SeriesWish): NoHistoryError['reason'] | undefined {
  if (by !== 'queue' && by !== 'all') return 'by';
  if (name !== undefined) return 'name';
  return stepMs * buckets > BROKER_WINDOW_MS ? 'window' : undefined;
}

/** The points that a minute adds to a series. */
const pointsOf: Readonly<Record<StatMetric, (minute: QueueMinute) => Omit<SeriesPoint, 'key' | 'bucket'>[]>> =
  {
    throughput: ({ succeeded, failed }) => [{ count: succeeded + failed }],
    failures: ({ failed }) => [{ count: failed }],
    wait: ({ waits }) => [{ count: totalOf(waits), durations: waits }],
    run: ({ runs }) => [{ count: totalOf(runs), durations: runs }],
    backlog: ({ backlog }) => (backlog ? [{ count: backlog.waiting, oldestMs: backlog.oldestMs }] : []),
  };

function totalOf(durations: ReadonlyMap<number, number>): number {
  return [...durations.values()].reduce((total, count) => total + count, 0);
}
