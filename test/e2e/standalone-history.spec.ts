import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { createClient } from '@celeriac/client';
import { Client } from 'pg';
import { isAlive, pidOf } from '../../src/platform/embedded/program/process-identity.js';
import { eventually } from '../support/eventually.js';
import { describeWithPostgres } from '../support/postgres.js';
import { START_LIMIT_MS, createStandaloneFolder } from '../support/standalone.js';

jest.setTimeout(4 * START_LIMIT_MS);

describeWithPostgres('npm start with PostgreSQL installed', () => {
  let stand: ReturnType<typeof createStandaloneFolder>;

  beforeEach(() => {
    stand = createStandaloneFolder();
  });

  afterEach(() => stand.remove());

  /** As docs/deployment.md gives it for psql. */
  async function recorded(): Promise<string[]> {
    const host = encodeURIComponent(join(stand.folder, '.data/postgres/socket'));
    const client = new Client({ connectionString: `postgres://celeriac@/celeriac?host=${host}` });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query<{ id: string }>(`SELECT id FROM task WHERE status = 'SUCCESS'`);
      return rows.map(({ id }) => id);
    } finally {
      await client.end();
    }
  }

  async function submit(api: string): Promise<string> {
    return (await createClient({ url: api }).submit('math.divide', { x: 10, y: 2 })).id;
  }

  it('keeps finished tasks in one of its own, also when everything is killed', async () => {
    const first = stand.start();
    const one = await submit(await first.url('API'));
    expect(first.said()).toMatch(/^ {2}History {4}PostgreSQL \d+ \(embedded, data in \.data\/postgres\)$/m);
    await eventually(async () => expect(await recorded()).toEqual([one]), START_LIMIT_MS);
    const postgres = stand.server('postgres');
    first.child.kill('SIGKILL');
    process.kill(pidOf(postgres), 'SIGKILL');
    await first.ended;

    const second = stand.start();
    const other = await submit(await second.url('API'));
    await eventually(
      async () => expect((await recorded()).sort()).toEqual([one, other].sort()),
      START_LIMIT_MS,
    );
    const again = stand.server('postgres');
    expect(again).not.toBe(postgres);
    second.interrupt();
    expect(await second.ended).toBe(0);
    expect(isAlive(again)).toBe(false);
    expect(existsSync(join(stand.folder, '.data/postgres/embedded.json'))).toBe(false);
  });

  it('starts none with HISTORY_URL=off', async () => {
    const standalone = stand.start({ HISTORY_URL: 'off' });
    await standalone.url('API');
    expect(standalone.said()).toContain('  History    off (HISTORY_URL)');
    expect(existsSync(join(stand.folder, '.data/postgres'))).toBe(false);
  });

  it('refuses a history of another version in one line, and starts nothing', async () => {
    mkdirSync(join(stand.folder, '.data/postgres/data'), { recursive: true });
    writeFileSync(join(stand.folder, '.data/postgres/data/PG_VERSION'), '9\n');
    const standalone = stand.start();
    expect(await standalone.ended).toBe(1);
    expect(standalone.said()).toMatch(
      /^Starting …\n.*data holds the history in the format of PostgreSQL 9, .*\n$/,
    );
    expect(existsSync(join(stand.folder, '.data/redis'))).toBe(false);
  });
});
