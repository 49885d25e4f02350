import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { Client } from 'pg';
import { BrokerState } from '../../src/core/broker-state/broker-state.js';
import { Histories } from '../../src/core/history/task-history.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { eventually } from '../support/eventually.js';
import { RecordingLogger, startWorker } from '../support/in-process.js';
import { type TestDatabase, createTestDatabase, describeWithPostgres } from '../support/postgres.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describeWithPostgres('a history of several installations', () => {
  let database: TestDatabase;
  let client: Client;
  let sandbox: Sandbox;
  let other: Sandbox;
  const workers: TestingModule[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    sandbox = await createSandbox({ HISTORY_URL: database.url });
    other = await createSandbox({ HISTORY_URL: database.url });
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) await worker.close();
  });
  afterAll(async () => {
    await client.end();
    await sandbox.clean();
    await other.clean();
    await database.drop();
  });

  async function start({ variables }: Sandbox) {
    const logger = new RecordingLogger();
    const worker = await startWorker(variables, { logger });
    workers.push(worker);
    await worker.get(BrokerState).look(); // gives the data its id
    return { worker, logger };
  }
  const submit = async (worker: TestingModule) =>
    (await worker.get(TaskQueue).submit(DivideTask, { x: 4, y: 2 })).id;
  const recorded = async (worker: TestingModule, id: string) =>
    eventually(async () => {
      const [found] = (await worker.get(Histories).get()?.findMany([id], false)) ?? [];
      expect(found?.task.id).toBe(id);
    });
  const storedData = async () => (await client.query('SELECT data_id FROM installation')).rows;
  /** As if its last recorder had stopped a while ago. */
  const age = () => client.query(`UPDATE installation SET seen_at = now() - interval '2 minutes'`);

  it('records one of them, and refuses one with another prefix for good, with the remedy', async () => {
    const { worker } = await start(sandbox);
    await recorded(worker, await submit(worker));
    await age();
    const { worker: second, logger } = await start(other);
    await eventually(() =>
      expect(logger.lines.join('\n')).toContain(
        `belongs to the installation with REDIS_PREFIX=${sandbox.prefix}, and this one has REDIS_PREFIX=${other.prefix}`,
      ),
    );
    await expect(second.get(Histories).get()?.findMany([], false)).resolves.toEqual([]);
    await expect(second.get(Histories).get()?.recordedUntil()).rejects.toThrow('a database of its own');
  });

  it('continues after Redis was emptied or replaced, from the beginning of the new data', async () => {
    const { worker } = await start(sandbox);
    const id = await submit(worker);
    await recorded(worker, id);
    await worker.close();
    workers.pop();
    await sandbox.redis.set(`${sandbox.prefix}:data-id`, 'new-data');
    await sandbox.redis.hset(`${sandbox.prefix}:data-loss`, 'id', 'new-data');
    const { worker: next, logger } = await start(sandbox);
    const more = await submit(next);
    await eventually(() =>
      expect(logger.lines.join('\n')).toContain('in use by another installation with REDIS_PREFIX='),
    );
    await age();
    await recorded(next, more);
    await recorded(next, id);
    expect(await storedData()).toEqual([{ data_id: 'new-data' }]);
  });

  it('continues at once if the loss of the data was noticed', async () => {
    await client.query(`UPDATE installation SET data_id = 'lost', seen_at = now()`);
    await sandbox.redis.hset(`${sandbox.prefix}:data-loss`, 'previous', 'lost');
    const { worker, logger } = await start(sandbox);
    await recorded(worker, await submit(worker));
    expect(logger.lines.join('\n')).not.toContain('another installation');
    expect(logger.lines.join('\n')).toContain('Redis has other data than before');
  });
});
