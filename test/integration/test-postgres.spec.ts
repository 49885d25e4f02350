import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import {
  type OwnPostgres,
  type TestDatabase,
  createOwnPostgres,
  createTestDatabase,
  describeWithPostgres,
} from '../support/postgres.js';

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return rows.flatMap((row) => Object.values(row));
  } finally {
    await client.end();
  }
}

describeWithPostgres('PostgreSQL for tests', () => {
  describe('a database of the shared server', () => {
    let one: TestDatabase;
    let other: TestDatabase;
    beforeAll(async () => {
      [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    });
    afterAll(() => Promise.all([one.drop(), other.drop()]));

    it('is empty, and nobody sees into it', async () => {
      await ask(one.url, 'CREATE TABLE kept (id int)');
      await expect(ask(other.url, 'SELECT * FROM kept')).rejects.toThrow('"kept" does not exist');
    });

    it('sorts by bytes and knows upper and lower case of all alphabets', async () => {
      expect(await ask(one.url, "SELECT lower('GRÖSSE ЖУК'), 'a' > 'B'")).toEqual(['grösse жук', true]);
    });

    it('can load the extension for similar texts', async () => {
      await ask(one.url, 'CREATE EXTENSION pg_trgm');
      expect(await ask(one.url, "SELECT similarity('word', 'word')")).toEqual([1]);
    });
  });

  describe('a server of its own', () => {
    let server: OwnPostgres;
    beforeAll(async () => {
      server = await createOwnPostgres({ max_connections: '7' });
      await server.start();
    });
    afterAll(() => server.remove());

    it('has the given settings', async () => {
      expect(await ask(server.url, 'SHOW max_connections')).toEqual(['7']);
    });

    it.each(['SIGKILL', 'SIGINT', 'SIGQUIT'] as const)('keeps its data over %s', async (signal) => {
      await ask(server.url, `CREATE TABLE ${signal} (id int)`);
      await server.stop(signal);
      await expect(ask(server.url, 'SELECT 1')).rejects.toThrow('connect');
      await server.start();
      expect(await ask(server.url, `SELECT count(*)::int FROM ${signal}`)).toEqual([0]);
    });

    it('answers nothing while it is frozen', async () => {
      const client = new Client({ connectionString: server.url });
      await client.connect();
      server.freeze();
      const late = new Client({ connectionString: server.url, connectionTimeoutMillis: 100 });
      const answer = client.query('SELECT 1');
      await expect(late.connect()).rejects.toThrow('timeout');
      server.thaw();
      expect((await answer).rowCount).toBe(1);
      await client.end();
    });
  });
});
