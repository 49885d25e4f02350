import { Injectable } from '@nestjs/common';
import { KnownQueues, QueueStats } from '../../core/index.js';
import { HistoryDatabase } from '../database/history-database.js';

const MINUTE_MS = 60_000;
/** The broker keeps samples for a day. */
const KEPT_MINUTES = 1_440;

const NEWEST = 'SELECT max(minute) AS minute FROM queue_minute';
const INSERT = `
INSERT INTO queue_minute (minute, queue, waiting, oldest_ms)
SELECT to_timestamp(at * 60.0), queue, waiting, oldest_ms
FROM unnest($1::float8[], $2::text[], $3::integer[], $4::bigint[]) AS t(at, queue, waiting, oldest_ms)
ON CONFLICT DO NOTHING`;

/** Copies the samples of the backlog from the broker, which forgets them after a day. */
@Injectable()
export class BacklogCopies {
  private copiedUntil: number | undefined;

  constructor(
    private readonly database: HistoryDatabase,
    private readonly queues: KnownQueues,
    private readonly stats: QueueStats,
  ) {}

  /** Does nothing more than once a minute. @throws HistoryUnavailableError, BrokerUnavailableError */
  async step(): Promise<void> {
    const last = Math.floor((await this.stats.now()) / MINUTE_MS) - 1;
    const from = Math.max(this.copiedUntil ?? (await this.newest()), last - KEPT_MINUTES) + 1;
    if (from > last) return;
    for (const queue of this.queues.names) {
      const minutes = await this.stats.minutes(queue, from, last);
      const samples = minutes.flatMap(({ minute, backlog }) => (backlog ? [{ minute, ...backlog }] : []));
      if (samples.length === 0) continue;
      await this.database.write(INSERT, [
        samples.map(({ minute }) => minute),
        samples.map(() => queue),
        samples.map(({ waiting }) => waiting),
        samples.map(({ oldestMs }) => oldestMs),
      ]);
    }
    this.copiedUntil = last;
  }

  /** A process that was killed may have copied the last minute of some queues only: it is copied again. */
  private async newest(): Promise<number> {
    const [found] = await this.database.write<{ readonly minute: number | null }>(NEWEST);
    return (found?.minute ?? 0) / MINUTE_MS - 1;
  }
}
