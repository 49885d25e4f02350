import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { Injectable, Logger } from '@nestjs/common';
import pg from 'pg';
import { HistoryUnavailableError } from '../../core/index.js';
import { Config } from '../../platform/config/config.js';

const FOLDER = new URL('../migrations/', import.meta.url);
/** The lock by which one process migrates at a time: any number that no other program uses. */
const LOCK = 0x63656c6572;
/** An index of a large table takes its time. */
const LONGEST_MS = 3_600_000;
const CONNECT_MS = 3_000;

const CREATE = `
CREATE TABLE IF NOT EXISTS migration (
  version integer PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
)`;

/** A numbered SQL file: `0001-tasks.sql`. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

interface Applied {
  readonly version: number;
  readonly checksum: string;
}

/** Creates and updates the tables: by numbered SQL files, each applied once, whoever starts first. */
@Injectable()
export class Migrations {
  private readonly logger = new Logger('History');

  constructor(private readonly config: Config) {}

  /**
   * Applies what is missing, or only checks it with HISTORY_MIGRATE=manual.
   *
   * @throws HistoryUnavailableError if tables are missing and others create them, or if an applied file was changed
   */
  async run(mode: 'auto' | 'manual' = this.config.historyMigrate): Promise<void> {
    const { historyUrl: connectionString } = this.config;
    const timeouts = { connectionTimeoutMillis: CONNECT_MS, query_timeout: LONGEST_MS };
    const client = new pg.Client({ connectionString, application_name: 'celeriac', ...timeouts });
    client.on('error', () => undefined); // the statement that fails reports it
    try {
      await client.connect();
      const missing = missingIn(await appliedIn(client));
      if (missing.length > 0 && mode === 'manual') throw unmigrated(missing);
      if (missing.length > 0) await this.apply(client);
    } finally {
      await client.end();
    }
  }

  private async apply(client: pg.Client): Promise<void> {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(CREATE);
    const missing = missingIn(await appliedIn(client)); // another process may have been faster
    for (const { version, name, text, checksum } of missing) {
      await client.query(text);
      await client.query('INSERT INTO migration (version, name, checksum) VALUES ($1, $2, $3)', [
        ...[version, name, checksum],
      ]);
    }
    await client.query('COMMIT');
    if (missing.length > 0) this.logger.log(`Applied ${missing.map(({ name }) => name).join(', ')}`);
  }
}

/** All migrations of this version, in order. */
export function allMigrations(): Migration[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    const checksum = createHash('sha256').update(text).digest('hex');
    return { version: Number.parseInt(name, 10), name, text, checksum };
  });
}

/** Everything that creates the tables from nothing, to read or to run by hand. */
export function migrationScript(): string {
  const parts = allMigrations().map(
    ({ version, name, text, checksum }) =>
      `-- ${name}\n${text.trim()}\n\n` +
      `INSERT INTO migration (version, name, checksum) VALUES (${version}, '${name}', '${checksum}');\n`,
  );
  return `BEGIN;\n${CREATE};\n\n${parts.join('\n')}\nCOMMIT;\n`;
}

async function appliedIn(client: pg.Client): Promise<Applied[]> {
  const found = await client.query<{ found: boolean }>(
    `SELECT to_regclass('migration') IS NOT NULL AS found`,
  );
  if (found.rows[0]?.found !== true) return [];
  return (await client.query<Applied>('SELECT version, checksum FROM migration')).rows;
}

function missingIn(applied: readonly Applied[]): Migration[] {
  const checksums = new Map(applied.map(({ version, checksum }) => [version, checksum]));
  const all = allMigrations();
  const changed = all.find(({ version, checksum }) => (checksums.get(version) ?? checksum) !== checksum);
  if (changed !== undefined)
    throw new HistoryUnavailableError(
      `The history was created by another ${changed.name} than that of this version: an applied migration must never ` +
        'be changed. Restore the file, and write a new one for the change',
    );
  return all.filter(({ version }) => !checksums.has(version));
}

function unmigrated(missing: readonly Migration[]): HistoryUnavailableError {
  const names = missing.map(({ name }) => name).join(', ');
  return new HistoryUnavailableError(
    `The history lacks ${names}: run node dist/migrate-history.js, or set HISTORY_MIGRATE=auto`,
  );
}
