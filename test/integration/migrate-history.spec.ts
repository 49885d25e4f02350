import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type TestDatabase, createTestDatabase, describeWithPostgres } from '../support/postgres.js';

const run = promisify(execFile);
const PROGRAM = resolve('dist/migrate-history.js');

/** Runs it in a folder without .env. */
async function migrate(historyUrl: string, ...args: string[]) {
  const env = { PATH: process.env['PATH'], HISTORY_URL: historyUrl };
  return run(process.execPath, [PROGRAM, ...args], { env, cwd: '/' });
}

describeWithPostgres('node dist/migrate-history.js', () => {
  let one: TestDatabase;
  let other: TestDatabase;

  beforeAll(async () => {
    [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  });
  afterAll(() => Promise.all([one.drop(), other.drop()]));

  /** Every column, and what was applied. */
  async function schemaOf(url: string): Promise<unknown[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    const columns = await client.query(
      `SELECT table_name, column_name, data_type FROM information_schema.columns
       WHERE table_schema = 'public' ORDER BY table_name, column_name`,
    );
    const applied = await client.query('SELECT version, name, checksum FROM migration ORDER BY version');
    await client.end();
    return [...columns.rows, ...applied.rows];
  }

  it('creates the tables, and changes nothing a second time', async () => {
    expect((await migrate(one.url)).stdout).toContain('The tables of the history are up to date.\n');
    const schema = await schemaOf(one.url);
    expect(schema).toContainEqual({ table_name: 'task', column_name: 'payload', data_type: 'jsonb' });
    await migrate(one.url);
    expect(await schemaOf(one.url)).toEqual(schema);
  });

  it('accepts the tables of a newer version, as after a rollback', async () => {
    const newer = await createTestDatabase();
    await migrate(newer.url);
    const client = new Client({ connectionString: newer.url });
    await client.connect();
    await client.query('ALTER TABLE task ADD COLUMN of_next_version text');
    await client.query(`INSERT INTO migration (version, name, checksum) VALUES (9999, '9999-next.sql', 'x')`);
    await client.end();
    expect((await migrate(newer.url)).stdout).toContain('up to date');
    await newer.drop();
  });

  it('prints SQL that does the same', async () => {
    const { stdout } = await migrate('off', '--print');
    const client = new Client({ connectionString: other.url });
    await client.connect();
    await client.query(stdout);
    await client.end();
    expect(await schemaOf(other.url)).toEqual(await schemaOf(one.url));
    expect((await migrate(other.url)).stdout).not.toContain('Applied');
  });

  it.each([
    ['off', /HISTORY_URL is not set/],
    ['postgres://me:hunter22@127.0.0.1:1/celeriac', /ECONNREFUSED/],
    ['postgres://me:hunter22@db', /must be a URL that ends in the name of a database/],
  ])('ends with 1 and the reason, without the password: %s', async (url, reason) => {
    const error = (await migrate(url).catch((failure: unknown) => failure)) as {
      code: number;
      stderr: string;
    };
    expect(error.code).toBe(1);
    expect(error.stderr).toMatch(reason);
    expect(error.stderr).not.toContain('hunter22');
  });
});
