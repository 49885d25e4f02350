import { Injectable } from '@nestjs/common';
import { type EndedSet, EndedTasks } from '../../core/index.js';
import { HistoryDatabase, type Session } from '../database/history-database.js';

/** Progress of a walk along the ended tasks of one set. */
export interface WalkPosition extends EndedSet {
  readonly walk: string;
  /** The last task: its end (ms since 1970), and its id. */
  readonly endedAt: number;
  readonly id: string;
  /** All that ended before this time (ms since 1970) is stored. */
  readonly completeUntil: number;
}

const COLUMNS = `walk, queue, place, finished_on AS "endedAt", id, complete_until AS "completeUntil"`;
const ALL = `SELECT ${COLUMNS} FROM recorder_walk`;
const CREATE = `
INSERT INTO recorder_walk (walk, queue, place)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING`;
/** Skips one that another recorder holds. */
const CLAIM = `
SELECT ${COLUMNS} FROM recorder_walk WHERE walk = $1 AND queue = $2 AND place = $3 FOR UPDATE SKIP LOCKED`;
const MOVE = `
UPDATE recorder_walk SET finished_on = $4, id = $5, complete_until = greatest(complete_until, $6)
WHERE walk = $1 AND queue = $2 AND place = $3`;
/** Only where nobody has moved on since. */
const REST = `
UPDATE recorder_walk AS row SET complete_until = seen.until
FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::text[], $6::float8[])
  AS seen(walk, queue, place, finished_on, id, until)
WHERE (row.walk, row.queue, row.place, row.finished_on, row.id)
    = (seen.walk, seen.queue, seen.place, seen.finished_on, seen.id)
  AND row.complete_until < seen.until`;

/**
 * The positions of all walks. They are in PostgreSQL, and change in the transaction that writes the tasks: a database
 * that is empty, or restored from a backup, is filled again from where it stands.
 */
@Injectable()
export class WalkPositions {
  constructor(
    private readonly database: HistoryDatabase,
    private readonly ended: EndedTasks,
  ) {}

  /** The positions of these walks in every set that this process knows. */
  async all(walks: readonly string[]): Promise<WalkPosition[]> {
    const wanted = walks.flatMap((walk) => this.ended.sets.map((set) => ({ walk, ...set })));
    const found = new Map((await this.database.write<WalkPosition>(ALL)).map((row) => [keyOf(row), row]));
    const missing = wanted.filter((row) => !found.has(keyOf(row)));
    if (missing.length > 0) await this.create(missing);
    return wanted.map((row) => found.get(keyOf(row)) ?? { ...row, endedAt: 0, id: '', completeUntil: 0 });
  }

  /** The earliest time until which a walk is complete in every set; 0 if it has not begun. */
  async completeUntil(walk: string): Promise<number> {
    const rows = await this.database.read<WalkPosition>(ALL);
    const known = new Map(rows.map((row) => [keyOf(row), row.completeUntil]));
    return Math.min(...this.ended.sets.map((set) => known.get(keyOf({ walk, ...set })) ?? 0));
  }

  /** Holds a position until the transaction ends; undefined if another recorder holds it. */
  async claim(session: Session, { walk, queue, place }: WalkPosition): Promise<WalkPosition | undefined> {
    const [row] = await session.query<WalkPosition>(CLAIM, [walk, queue, place]);
    return row;
  }

  async move(session: Session, to: WalkPosition): Promise<void> {
    await session.query(MOVE, [to.walk, to.queue, to.place, to.endedAt, to.id, to.completeUntil]);
  }

  /** Records that nothing came after these positions until then. */
  async rest(positions: readonly WalkPosition[]): Promise<void> {
    if (positions.length === 0) return;
    const columns = (['walk', 'queue', 'place', 'endedAt', 'id', 'completeUntil'] as const).map((name) =>
      positions.map((position) => position[name]),
    );
    await this.database.write(REST, columns);
  }

  private async create(rows: readonly (EndedSet & { readonly walk: string })[]): Promise<void> {
    const columns = (['walk', 'queue', 'place'] as const).map((name) => rows.map((row) => row[name]));
    await this.database.write(CREATE, columns);
  }
}

function keyOf({ walk, queue, place }: Pick<WalkPosition, 'walk' | 'queue' | 'place'>): string {
  return `${walk} ${queue} ${place}`;
}
