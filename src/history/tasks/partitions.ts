import { Injectable } from '@nestjs/common';
import { madeAt, placeOf } from '../../core/index.js';
import { HistoryDatabase, type Session } from '../database/history-database.js';

/** Partitions of months are made from here to there; migration 0001 has made one for all before, and one after. */
const FIRST_YEAR = 2020;
const END_YEAR = 2100;
/** Any number that no other lock has. */
const LOCK = 0x7061727473;
/** Behind the first 48 bits of an id, the lowest that there is. */
const REST_OF_ID = '-0000-0000-000000000000';

/** A partition of `task`, for ids that were made in one month (UTC). */
export interface Month {
  readonly name: string;
  /** ms since 1970, exclusive at the end */
  readonly from: number;
  readonly to: number;
}

/** Makes the partitions of `task` on demand. */
@Injectable()
export class Partitions {
  private known = new Set<string>();

  constructor(private readonly database: HistoryDatabase) {
    database.whenNew(() => this.forget());
  }

  /** Makes sure that tasks with these ids have a partition. */
  async ensure(ids: readonly string[]): Promise<void> {
    await this.ensureMonths(ids.map(madeAt));
  }

  /** Makes sure that tasks that are made at these times (ms since 1970) have a partition. */
  async ensureMonths(times: readonly number[]): Promise<void> {
    const months = new Map<string, Month>();
    for (const at of times) {
      const month = monthOf(at);
      if (month !== undefined && !this.known.has(month.name)) months.set(month.name, month);
    }
    for (const month of months.values()) await this.create(month);
  }

  /** Partitions may have been dropped: what is known of them is forgotten. */
  forget(): void {
    this.known = new Set();
  }

  /** Attaching a table takes a weaker lock than creating a partition: reads and writes of the others go on. */
  private async create({ name, from, to }: Month): Promise<void> {
    await this.database.transaction(async (session) => {
      await session.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      if (await exists(session, name)) return;
      await session.query(`CREATE TABLE ${name} (LIKE task INCLUDING ALL)`);
      await session.query(
        `ALTER TABLE task ATTACH PARTITION ${name} FOR VALUES FROM ('${lowestId(from)}') TO ('${lowestId(to)}')`,
      );
    });
    this.known.add(name);
  }
}

/** The month of a time in ms since 1970; undefined for one that has no partition of its own. */
export function monthOf(at: number): Month | undefined {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (!(year >= FIRST_YEAR && year < END_YEAR)) return undefined;
  const name = `task_${year}_${String(month + 1).padStart(2, '0')}`;
  return { name, from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
}

/** The lowest id of a time, in ms since 1970. */
export function lowestId(at: number): string {
  return `${placeOf(at)}${REST_OF_ID}`;
}

async function exists(session: Session, name: string): Promise<boolean> {
  const [found] = await session.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    name,
  ]);
  return found?.found === true;
}
