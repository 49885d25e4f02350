import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { BrokerRuns } from '../../src/core/broker-state/broker-runs.js';
import { QueueControl } from '../../src/core/queues/queue-control.js';
import { Queues } from '../../src/core/bullmq/queues.js';
import { type Mended, Reconciliation } from '../../src/core/bullmq/reconciliation/reconciliation.js';
import { RevokeJob } from '../../src/core/bullmq/revoke-job.js';
import type { SubmitOptions } from '../../src/core/task/options/submit-options.js';
import { TaskList } from '../../src/core/read/task-list.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskRemoval } from '../../src/core/lifetime/task-removal.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const HOUR_MS = 3_600_000;
const MOST_STALLS = 10;
const ENDED_AT = Date.now() - 30_000;
const PLACES = [
  'wait',
  'paused',
  'active',
  'prioritized',
  'delayed',
  'waiting-children',
  'completed',
  'failed',
];

describe('a task and its place, with no worker', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox({ WEBHOOK_SECRETS: `whsec_${'x'.repeat(32)}` });
    app = await startApi(sandbox.variables);
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  beforeEach(async () => {
    const keys = await sandbox.redis.keys(`${sandbox.prefix}:*`);
    if (keys.length > 0) await sandbox.redis.del(...keys);
  });

  const key = (name: string) => `${sandbox.prefix}:tasks:${name}`;
  const own = (name: string) => `${sandbox.prefix}:${name}`;
  const find = (id: string) => app.get(TaskStore).find(id);

  /** Submits a task that is old enough to be checked. */
  async function submit(options: SubmitOptions = {}): Promise<string> {
    const { id } = await app.get(TaskQueue).submit(DivideTask, { x: 6, y: 3 }, options);
    await sandbox.redis.hset(key(id), 'timestamp', Date.now() - 60_000);
    return id;
  }

  /** Takes the task like a worker. */
  async function take(id: string, lock: boolean): Promise<void> {
    await sandbox.redis.zrem(key('prioritized'), id);
    await sandbox.redis.lpush(key('active'), id);
    await sandbox.redis.hset(key(id), { processedOn: Date.now(), ats: 1 });
    if (lock) await sandbox.redis.set(key(`${id}:lock`), 'a worker', 'PX', 60_000);
  }

  async function end(id: string, fields: object, set: 'completed' | 'failed'): Promise<void> {
    await sandbox.redis.zrem(key('prioritized'), id);
    await sandbox.redis.hset(key(id), { processedOn: 1, finishedOn: ENDED_AT, ats: 1, atm: 1, ...fields });
    await sandbox.redis.zadd(key(set), ENDED_AT, id);
  }

  /** One whole pass, without its pauses. */
  async function pass(): Promise<Mended[]> {
    const mended: Mended[] = [];
    for (
      let walk = '';
      walk !== 'done';
      walk = (await sandbox.redis.hget(own('reconciliation'), 'walk')) ?? ''
    ) {
      await sandbox.redis.hdel(own('reconciliation'), 'due');
      mended.push(...(await app.get(Reconciliation).slice(MOST_STALLS, app.get(BrokerRuns).current)).mended);
    }
    return mended;
  }

  async function placesOf(id: string): Promise<string[]> {
    const found = PLACES.map(async (place) => {
      const isList = ['wait', 'paused', 'active'].includes(place);
      const at = isList
        ? await sandbox.redis.lpos(key(place), id)
        : await sandbox.redis.zscore(key(place), id);
      return at === null ? [] : [place];
    });
    return (await Promise.all(found)).flat();
  }

  it('is not changed if it is correct, whatever the place', async () => {
    const ids = [
      await submit(),
      await submit({ delayMs: HOUR_MS }),
      await submit(),
      await submit(),
      await submit(),
    ];
    await take(ids[2] ?? '', true);
    await take(ids[3] ?? '', false);
    await end(ids[4] ?? '', { returnvalue: '2' }, 'completed');
    await sandbox.redis.lpush(key('wait'), 'a job of another producer');
    await sandbox.redis.hset(key('a job of another producer'), 'name', 'x');
    expect(await pass()).toEqual([]);
    const places = await Promise.all(ids.map(placesOf));
    expect(places).toEqual([['prioritized'], ['delayed'], ['active'], ['active'], ['completed']]);
  });

  it('is put back by its priority, in the order of submission, and wakes a worker', async () => {
    const ids = [await submit(), await submit(), await submit({ priority: 'critical' })];
    await sandbox.redis.del(key('prioritized'), key('marker'));
    expect(await pass()).toEqual(ids.map((id) => ({ mend: 'requeued', queue: 'tasks', id })));
    const [first, second, critical] = ids;
    expect(await sandbox.redis.zrange(key('prioritized'), 0, -1)).toEqual([critical, first, second]);
    expect(await sandbox.redis.zscore(key('marker'), '0')).not.toBeNull();
    expect(await find(first ?? '')).toMatchObject({ status: 'PENDING', crashes: 0 });
    expect(await pass()).toEqual([]);
  });

  it('is delayed again until its time', async () => {
    const id = await submit({ delayMs: HOUR_MS });
    const { createdAt } = await find(id);
    await sandbox.redis.del(key('delayed'), key('marker'));
    expect(await pass()).toEqual([{ mend: 'delayed', queue: 'tasks', id }]);
    expect((await find(id)).runAt).toBe(createdAt + HOUR_MS);
    expect(Number(await sandbox.redis.zscore(key('marker'), '1'))).toBe(createdAt + HOUR_MS);
  });

  it('waits for workers if its time has come meanwhile', async () => {
    const id = await submit({ delayMs: 1_000 });
    await sandbox.redis.del(key('delayed'));
    expect(await pass()).toEqual([{ mend: 'requeued', queue: 'tasks', id }]);
    expect(await placesOf(id)).toEqual(['prioritized']);
  });

  it('continues to wait for its next attempt, without a crash counted', async () => {
    const id = await submit();
    const processedOn = Date.now();
    await sandbox.redis.hset(key(id), { processedOn, ats: 1, atm: 1, delay: 60_000, failedReason: 'no' });
    await sandbox.redis.del(key('prioritized'));
    expect(await pass()).toEqual([{ mend: 'delayed', queue: 'tasks', id }]);
    expect(await find(id)).toMatchObject({ status: 'RETRY', runAt: processedOn + 60_000, crashes: 0 });
  });

  it('counts a crash if it was running, and runs again in quarantine', async () => {
    const id = await submit();
    await take(id, false);
    await sandbox.redis.del(key('active'));
    expect(await pass()).toEqual([{ mend: 'requeued', queue: 'tasks', id }]);
    expect(await find(id)).toMatchObject({ status: 'RETRY', crashes: 1 });
    expect(await placesOf(id)).toEqual(['prioritized']);
  });

  it('fails if it lost its worker too often', async () => {
    const id = await submit();
    await take(id, false);
    await sandbox.redis.hset(key(id), { stc: MOST_STALLS, ats: MOST_STALLS + 1 });
    await sandbox.redis.del(key('active'));
    await pass();
    expect(await sandbox.redis.hget(key(id), 'defa')).toBe('job stalled more than allowable limit');
  });

  it('keeps running if its worker holds it, so that its end is recorded', async () => {
    const id = await submit();
    await take(id, true);
    await sandbox.redis.del(key('active'));
    expect(await pass()).toEqual([{ mend: 'reactivated', queue: 'tasks', id }]);
    expect(await find(id)).toMatchObject({ status: 'STARTED', crashes: 0 });
  });

  it.each([
    ['SUCCESS', { returnvalue: '2' }, 'completed'],
    ['FAILURE', { failedReason: 'no' }, 'failed'],
  ] as const)('is in the set of ended tasks again after its %s', async (status, fields, set) => {
    const id = await submit();
    await end(id, fields, set);
    await sandbox.redis.del(key(set));
    await sandbox.redis.set(own(`walk:own:tasks:${set}`), 9_000);
    expect(await pass()).toEqual([{ mend: 'ended', queue: 'tasks', id }]);
    expect(await sandbox.redis.zscore(key(set), id)).toBe(String(ENDED_AT));
    expect((await find(id)).status).toBe(status);
    expect(await sandbox.redis.exists(own(`walk:own:tasks:${set}`))).toBe(0); // its retention is handled
  });

  it('runs again if it is in the set of ended tasks but its end was lost', async () => {
    const id = await submit();
    await sandbox.redis.zrem(key('prioritized'), id);
    await sandbox.redis.hset(key(id), { processedOn: 1, ats: 1, atm: 1 });
    await sandbox.redis.zadd(key('completed'), 2_000, id);
    expect(await pass()).toEqual([{ mend: 'requeued', queue: 'tasks', id }]);
    expect(await placesOf(id)).toEqual(['prioritized']);
  });

  it('is skipped while it is young, and while it is being removed', async () => {
    const { id: young } = await app.get(TaskQueue).submit(DivideTask, { x: 1, y: 1 });
    const claimed = await submit();
    await end(claimed, { returnvalue: '2' }, 'completed');
    await app.get(TaskRemoval).remove('tasks', claimed, 1); // not its end: nothing is removed
    expect(await placesOf(claimed)).toEqual(['completed']);
    await sandbox.redis.hset(key(claimed), 'cel:claimed', Date.now());
    await sandbox.redis.del(key('prioritized'), key('completed'));
    expect(await pass()).toEqual([]);
    await sandbox.redis.hset(key(claimed), 'cel:claimed', Date.now() - 61_000); // its remover has died
    expect(await pass()).toEqual([{ mend: 'ended', queue: 'tasks', id: claimed }]);
    expect(await placesOf(young)).toEqual([]);
  });

  it('is removed from its place if it has no record, so that no worker runs a task without a name', async () => {
    const gone = [await submit(), await submit({ delayMs: HOUR_MS }), await submit(), await submit()];
    await take(gone[2] ?? '', false);
    await end(gone[3] ?? '', { returnvalue: '2' }, 'completed');
    await sandbox.redis.del(...gone.map(key));
    const mended = await pass();
    expect(mended).toHaveLength(4);
    expect(mended).toEqual(
      expect.arrayContaining(gone.map((id) => ({ mend: 'dropped', queue: 'tasks', id }))),
    );
    expect((await Promise.all(gone.map(placesOf))).flat()).toEqual([]);
  });

  it('is removed if only a remnant of its record is left', async () => {
    const id = await submit();
    await sandbox.redis.del(key(id));
    await sandbox.redis.hset(key(id), 'stc', 1);
    expect(await pass()).toEqual([{ mend: 'dropped', queue: 'tasks', id }]);
    expect(await sandbox.redis.keys(`*${id}*`)).toEqual([]);
    expect(await placesOf(id)).toEqual([]);
    expect(await sandbox.redis.zscore(own('index'), id)).toBeNull();
  });

  it('can be listed again after the index was lost', async () => {
    const ids = [await submit(), await submit({ delayMs: HOUR_MS }), await submit()];
    await end(ids[2] ?? '', { returnvalue: '2' }, 'completed');
    await sandbox.redis.del(own('index'));
    expect((await pass()).map(({ mend }) => mend)).toEqual(['indexed', 'indexed', 'indexed']);
    const { items } = await app.get(TaskList).page({}, 10);
    expect(items.map(({ id }) => id)).toEqual(ids.reverse());
  });

  it('is found by its record alone after the index and its place were lost', async () => {
    const [stays, lost] = [await submit({ delayMs: HOUR_MS }), await submit()];
    await sandbox.redis.del(own('index'), key('prioritized'));
    expect(await pass()).toEqual([stays, lost].map((id) => ({ mend: 'indexed', queue: 'tasks', id })));
    const { waitMs } = await app.get(Reconciliation).slice(MOST_STALLS, app.get(BrokerRuns).current); // the next pass begins at once
    expect(waitMs).toBeLessThan(1_000);
    await pass();
    expect(await placesOf(lost)).toEqual(['prioritized']);
  });

  it('is removed from the index if it was never stored', async () => {
    const id = await submit();
    await app.get(Queues).get('tasks').remove(id);
    const old = '01900000-0000-7000-8000-000000000000';
    await sandbox.redis.zadd(own('index'), 0, old);
    expect(await pass()).toEqual([]);
    expect(await sandbox.redis.zrange(own('index'), 0, -1)).toEqual([id]); // the other one is too young
  });

  it('expires and has its webhook sent after the sets of deadlines and ends were lost', async () => {
    const expiresAt = new Date(Date.now() + HOUR_MS);
    const id = await submit({ expiresAt, webhookUrl: 'https://example.com/' });
    await sandbox.redis.del(own('deadlines'), own('ends'));
    await pass();
    expect(await sandbox.redis.zscore(own('deadlines'), `tasks:${id}`)).toBe(String(expiresAt.getTime()));
    expect(await sandbox.redis.zscore(own('ends'), `tasks:${id}`)).not.toBeNull();
    await app.get(RevokeJob).run({ queue: 'tasks', id, reason: 'no', at: Date.now() });
    await sandbox.redis.del(own('deadlines'), own('ends'));
    await sandbox.redis.hset(key(id), 'cel:told', (await sandbox.redis.hget(key(id), 'finishedOn')) ?? '');
    await pass();
    expect(await sandbox.redis.exists(own('deadlines'), own('ends'))).toBe(0);
  });

  it.each(['events', 'prioritized', 'delayed', 'completed', 'active', 'meta', 'marker', 'pc'])(
    'is put back once %s no longer has a wrong type',
    async (name) => {
      const id = await submit();
      await sandbox.redis.del(key('prioritized'), key(name));
      if (name === 'pc') await sandbox.redis.lpush(key(name), 'x');
      else await sandbox.redis.set(key(name), 'x');
      expect(await pass()).toEqual([]);
      await sandbox.redis.del(key(name));
      expect(await pass()).toEqual([{ mend: 'requeued', queue: 'tasks', id }]);
      expect(await placesOf(id)).toEqual(['prioritized']);
    },
  );

  it('is still held by its queue, whose pause and limits were lost with meta', async () => {
    await submit();
    const control = app.get(QueueControl);
    await control.pause('tasks', 'me');
    await control.limit('tasks', { concurrency: 7, rate: { max: 3, durationMs: 1_000 } });
    const settings = () => sandbox.redis.hmget(key('meta'), 'paused', 'concurrency', 'max', 'duration');
    const before = await settings();
    expect(await pass()).toEqual([]);
    await sandbox.redis.del(key('meta'));
    await submit(); // BullMQ rewrites some of it
    const restored = (await pass()).map(({ mend, id }) => `${mend} ${id}`).sort();
    expect(restored).toEqual([
      'restored concurrency',
      'restored duration',
      'restored max',
      'restored paused',
    ]);
    expect(await settings()).toEqual(before);
  });

  it('is still held by a pause that was lost right after it was made, and runs after a resume', async () => {
    await submit();
    await pass();
    const control = app.get(QueueControl);
    await control.pause('tasks', 'me');
    await sandbox.redis.del(key('meta'));
    await pass();
    expect(await app.get(Queues).get('tasks').isPaused()).toBe(true);
    await control.resume('tasks');
    expect(await pass()).toEqual([]);
    expect(await app.get(Queues).get('tasks').isPaused()).toBe(false);
  });

  it('is compared in slices of limited size, each by one process, completely once a minute', async () => {
    const ids = await app.get(TaskQueue).submitMany(
      DivideTask,
      Array.from({ length: 450 }, () => ({ x: 1, y: 1 })),
    );
    for (const { id } of ids) await sandbox.redis.hset(key(id), 'timestamp', 1);
    await sandbox.redis.del(key('prioritized'));
    const reconciliation = app.get(Reconciliation);
    const first = await reconciliation.slice(MOST_STALLS, app.get(BrokerRuns).current);
    expect(first).toMatchObject({ isDone: true, waitMs: 20 }); // there is work to do
    expect(first.mended).toHaveLength(100);
    await sandbox.redis.hset(own('reconciliation'), 'due', Date.now() + 30_000); // as if its pause were longer
    expect(await reconciliation.slice(MOST_STALLS, app.get(BrokerRuns).current)).toMatchObject({
      isDone: false,
      mended: [],
    });
    expect(await pass()).toHaveLength(350);
    const { isDone, waitMs } = await reconciliation.slice(MOST_STALLS, app.get(BrokerRuns).current);
    expect(isDone).toBe(false);
    expect(waitMs).toBeGreaterThan(50_000);
  });

  it('is compared at once after a restart of the broker', async () => {
    const reconciliation = app.get(Reconciliation);
    const id = await submit();
    await pass();
    await sandbox.redis.del(key('prioritized'));
    expect((await reconciliation.slice(MOST_STALLS, app.get(BrokerRuns).current)).isDone).toBe(false);
    app.get(BrokerRuns).see('another run');
    expect((await reconciliation.slice(MOST_STALLS, app.get(BrokerRuns).current)).mended).toEqual([
      { mend: 'requeued', queue: 'tasks', id },
    ]);
  });
});
