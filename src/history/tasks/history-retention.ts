import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { HistoryDatabase, type Session } from '../database/history-database.js';
import { Partitions } from './partitions.js';

const EVERY_MS = 3_600_000;
const RETRY_MS = 60_000;
const DAY_MS = 86_400_000;
/** A statement that runs holds the partition: it is dropped an hour later, and nobody waits for it. */
const LOCK_MS = 1_000;

/**
 * Creates the partition of the next month before it begins, and drops those whose tasks are all older than
 * HISTORY_RETENTION_DAYS: whole files are removed, instead of rows one by one.
 */
@Injectable()
export class HistoryRetention {
  private readonly logger = new Logger('History');
  private nextAt = -Infinity;

  constructor(
    private readonly database: HistoryDatabase,
    private readonly partitions: Partitions,
    private readonly config: Config,
  ) {}

  /**
   * Does its work about once an hour.
   *
   * @throws HistoryUnavailableError
   */
  async run(): Promise<void> {
    if (performance.now() < this.nextAt) return;
    this.nextAt = performance.now() + RETRY_MS; // if it fails
    await this.apply(Date.now());
    this.nextAt = performance.now() + EVERY_MS;
  }

  /** @param now ms since 1970 */
  async apply(now: number): Promise<void> {
    const before = now - this.config.historyRetentionDays * DAY_MS;
    await this.partitions.ensureMonths([now, now + 28 * DAY_MS]);
    await this.dropExpired(before);
    await this.database.write('DELETE FROM workflow WHERE finished_at < to_timestamp($1::float8 / 1000.0)', [
      before,
    ]);
    await this.database.write('DELETE FROM audit WHERE id < $1::float8 * 1000', [before]);
  }

  /** A task that waited for months belongs to an old partition, which stays for its sake. */
  private async dropExpired(before: number): Promise<void> {
    const names = await this.database.write<{ readonly name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'task'::regclass`,
    );
    for (const { name } of names) if (endOf(name) <= before) await this.drop(name, before);
  }

  private async drop(name: string, before: number): Promise<void> {
    const isDropped = await this.database.transaction(async (session) => {
      if (await hasNewer(session, name, before)) return false;
      await session.query(`SET LOCAL lock_timeout = ${LOCK_MS}`);
      await session.query(`DROP TABLE ${name}`);
      return true;
    });
    this.partitions.forget();
    if (isDropped) this.logger.log(`Dropped ${name}: all its tasks are older than HISTORY_RETENTION_DAYS`);
  }
}

/** The end of a partition's month; Infinity for one that is not of a month. */
function endOf(name: string): number {
  const [, year, month] = /^task_(\d{4})_(\d{2})$/.exec(name) ?? [];
  return year === undefined ? Infinity : Date.UTC(Number(year), Number(month));
}

async function hasNewer(session: Session, name: string, before: number): Promise<boolean> {
  const statement = `SELECT EXISTS (SELECT FROM ${name} WHERE finished_at > to_timestamp($1::float8 / 1000)) AS found`;
  const [row] = await session.query<{ readonly found: boolean }>(statement, [before]);
  return row?.found !== false;
}
