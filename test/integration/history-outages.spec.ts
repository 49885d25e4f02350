import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { Histories, HistoryUnavailableError, type TaskHistory } from '../../src/core/history/task-history.js';
import { Retention } from '../../src/core/lifetime/retention.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { isFinal } from '../../src/core/task/task-status.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { HistoryDatabase } from '../../src/history/database/history-database.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/in-process.js';
import {
  type OwnPostgres,
  createOwnPostgres,
  createTestDatabase,
  describeWithPostgres,
} from '../support/postgres.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** Long enough for pools and servers to notice an outage. */
const LONG_MS = 60_000;

describeWithPostgres('the history, while PostgreSQL is away', () => {
  let postgres: OwnPostgres;
  let sandbox: Sandbox;
  let worker: TestingModule;
  let history: TaskHistory;

  beforeAll(async () => {
    postgres = await createOwnPostgres(); // not started: a worker does not wait for it
    sandbox = await createSandbox({ HISTORY_URL: postgres.url, HISTORY_MAX_LAG: '3' });
    worker = await startWorker(sandbox.variables);
    const found = worker.get(Histories).get();
    if (found === undefined) throw new Error('no history has registered itself');
    history = found;
  });
  beforeEach(() => postgres.start());

  afterAll(async () => {
    await worker.close();
    await sandbox.clean();
    await postgres.remove();
  });

  async function ended(count: number, retentionMs?: number): Promise<string[]> {
    const inputs = Array.from({ length: count }, (_, x) => ({ x, y: 1 }));
    const tasks = await worker
      .get(TaskQueue)
      .submitMany(DivideTask, inputs, { ...(retentionMs && { retentionMs }) });
    const ids = tasks.map(({ id }) => id);
    await eventually(async () => {
      const found = await worker.get(TaskStore).findManyRecorded(ids);
      expect(found.every((job) => job && isFinal(job.task.status))).toBe(true);
    });
    return ids;
  }

  const expectRecorded = (ids: readonly string[]) =>
    eventually(async () => expect(await history.findMany(ids, false)).not.toContain(undefined), LONG_MS);

  it(
    'stores afterwards what ended meanwhile, killed or frozen',
    async () => {
      await expectRecorded(await ended(1));
      await postgres.stop();
      const killed = await ended(20);
      await expect(history.findMany(killed, false)).rejects.toThrow('The history does not answer');
      await postgres.start();
      await expectRecorded(killed);
      postgres.freeze();
      const frozen = await ended(20);
      postgres.thaw();
      await expectRecorded(frozen);
    },
    LONG_MS,
  );

  it('fails a transaction whose connection dies, and not the process', async () => {
    const database = worker.get(HistoryDatabase);
    await database.ready();
    let isAsleep = () => Promise.resolve(false);
    const dying = database.transaction(async ({ query }) => {
      const [{ pid } = { pid: 0 }] = await query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const wait = 'SELECT wait_event AS name FROM pg_stat_activity WHERE pid = $1';
      isAsleep = async () => (await database.read<{ name: string }>(wait, [pid]))[0]?.name === 'PgSleep';
      return query('SELECT pg_sleep(60)');
    });
    dying.catch(() => undefined); // expected below
    await eventually(async () => expect(await isAsleep()).toBe(true));
    await postgres.stop();
    await expect(dying).rejects.toThrow(HistoryUnavailableError);
  });

  it(
    'fills an empty database again from what the broker has',
    async () => {
      const ids = await ended(20);
      await expectRecorded(ids);
      await emptyDatabase(postgres.url);
      await expectRecorded(ids);
    },
    LONG_MS,
  );

  it(
    'keeps expired tasks in the broker until they are stored, at most HISTORY_MAX_LAG',
    async () => {
      await postgres.stop();
      const ids = await ended(5, 1);
      const left = async () => {
        await worker.get(Retention).enter(0);
        await worker.get(Retention).sweep();
        return (await worker.get(TaskStore).findManyRecorded(ids)).filter((job) => job !== undefined).length;
      };
      await eventually(async () => expect(await left()).toBe(3), LONG_MS);
      expect(worker.get(Histories).counts.lost).toBe(2);
      await postgres.start();
      await eventually(async () => expect(await left()).toBe(0), LONG_MS);
      const stored = (await history.findMany(ids, false)).filter((task) => task !== undefined);
      expect(stored).toHaveLength(3);
    },
    LONG_MS,
  );
});

describeWithPostgres('the history, while the replica of HISTORY_READ_URL is frozen', () => {
  it('still records', async () => {
    const frozen = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(frozen, 'listening');
    const { port } = frozen.address() as AddressInfo;
    const primary = await createTestDatabase();
    const sandbox = await createSandbox({
      HISTORY_URL: primary.url,
      HISTORY_READ_URL: `postgres://reader@127.0.0.1:${port}/replica`,
    });
    const worker = await startWorker(sandbox.variables);
    const database = worker.get(HistoryDatabase);
    await expect(database.read('SELECT 1')).rejects.toThrow(HistoryUnavailableError);
    await expect(database.read('SELECT 1')).rejects.toThrow('failing fast until it answers');
    expect(await database.write('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await worker.close();
    await sandbox.clean();
    await primary.drop();
    frozen.close();
  });
});

async function emptyDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await client.end();
}
