import { afterEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Broker } from '../../src/core/redis/broker.js';
import { DataMark } from '../../src/core/broker-state/data-mark.js';
import { Keys } from '../../src/core/redis/keys.js';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, logLines, startProcess } from '../support/processes.js';
import { createOwnRedis } from '../support/redis-server.js';
import { createSandbox } from '../support/sandbox.js';
import { useApp } from '../support/use-api.js';
import { useOwnBroker } from '../support/use-own-broker.js';

const submit = async ({ url }: StartedProcess) =>
  (await request(url).post('/tasks?x=6&y=2').expect(201)).body.task_id as string;
const redisOf = async ({ url }: StartedProcess) =>
  (await request(url).get('/health').expect(200)).body.details.redis;
const errorsOf = (started: StartedProcess) =>
  logLines(started).filter(({ level, msg }) => level === 50 && msg.includes('are gone'));

describe('a Redis emptied by an operator', () => {
  const broker = useOwnBroker();

  it.each([
    ['FLUSHALL', () => broker.sandbox.redis.flushall()],
    ['FLUSHDB', () => broker.sandbox.redis.flushdb()],
    ['deleting every key', async () => broker.sandbox.redis.del(await broker.sandbox.redis.keys('*'))],
  ])(
    'by %s is an error in each log and degrades /health until it is acknowledged',
    async (_, empty) => {
      const api = await broker.start('main');
      const worker = await broker.start('worker');
      const ids = [await submit(api), await submit(api), await submit(api)];
      await eventually(async () => {
        const { body } = await request(api.url).get(`/tasks/${ids[2] ?? ''}`);
        expect(body.status).toBe('SUCCESS');
      });
      expect(await redisOf(api)).toMatchObject({ status: 'up' });
      expect(await redisOf(worker)).toMatchObject({ status: 'up' });
      await empty();

      for (const each of [api, worker]) {
        await eventually(async () =>
          expect(await redisOf(each)).toMatchObject({
            status: 'degraded',
            message: expect.stringContaining('Redis was emptied while running'),
          }),
        );
        await eventually(() => expect(errorsOf(each)).toMatchObject([{ tasks: 3, cause: 'emptied' }]));
        await request(each.url).get('/health/ready').expect(200);
      }
      await eventually(async () => {
        const { body } = await request(api.url).get('/workers').expect(200);
        expect(body.items).toMatchObject([{ state: 'online' }]);
      });
      const later = await broker.start('main');
      expect((await redisOf(later)).message).toMatch(
        /the 3 tasks stored before .* are gone.*acknowledge-loss$/,
      );
      const next = await submit(later);
      await eventually(async () => {
        const { body } = await request(later.url).get(`/tasks/${next}`).expect(200);
        expect(body).toMatchObject({ status: 'SUCCESS', result: 3 });
      });

      const acknowledge = (body: object) => request(api.url).post('/broker/acknowledge-loss').send(body);
      await acknowledge({ reason: 'a\nb' }).expect(422);
      const { body } = await acknowledge({ reason: 'on purpose' }).expect(200);
      const loss = { lost_at: expect.stringMatching(/Z$/), tasks: 3, cause: 'emptied' };
      expect(body).toEqual({ data_loss: loss });
      for (const each of [api, worker, later])
        await eventually(async () => expect(await redisOf(each)).toMatchObject({ status: 'up' }));
      expect((await acknowledge({}).expect(200)).body).toEqual({ data_loss: null });
      const { body: audit } = await request(api.url).get('/audit?action=broker.acknowledge-loss');
      expect(audit.items).toContainEqual(expect.objectContaining({ details: { reason: 'on purpose' } }));
      expect(errorsOf(later)).toEqual([]);
    },
    120_000,
  );
});

describe('a Redis that restarts without its data', () => {
  it('is distinguished from one that was emptied', async () => {
    const redis = await createOwnRedis(['--appendonly', 'no']);
    await redis.start();
    const sandbox = await createSandbox({ REDIS_URL: redis.url });
    const api = await startProcess('main', sandbox.variables);
    try {
      await submit(api);
      expect(await redisOf(api)).toMatchObject({ status: 'up' });
      await redis.stop();
      await redis.start();
      await eventually(async () =>
        expect((await redisOf(api)).message).toContain('Redis restarted or failed over without its data'),
      );
      await eventually(() => expect(errorsOf(api)).toMatchObject([{ tasks: 1, cause: 'replaced' }]));
    } finally {
      await api.stop();
      await sandbox.clean();
      await redis.remove();
    }
  }, 60_000);
});

describe('the id of the data', () => {
  const stand = useApp();

  const empty = async () => {
    const keys = await stand.sandbox.redis.keys(`${stand.sandbox.prefix}:*`);
    if (keys.length > 0) await stand.sandbox.redis.del(...keys);
  };
  afterEach(empty);

  const key = (name: string) => `${stand.sandbox.prefix}:${name}`;
  const storeTasks = (count: number) =>
    stand.sandbox.redis.zadd(
      key('index'),
      ...Array.from({ length: count }, (_, i) => [0, `task-${i}`]).flat(),
    );
  /** What each process has one of. */
  const startMark = async (runId = 'run-1') => {
    const mark = new DataMark(stand.app.get(Broker), stand.app.get(Keys));
    await mark.compare(runId);
    return mark;
  };

  it('is created by the first of several processes on an empty Redis, which is not a loss', async () => {
    const marks = await Promise.all([startMark(), startMark(), startMark()]);
    for (const mark of marks) await mark.compare('run-1');
    expect(marks.map(({ loss }) => loss)).toEqual([undefined, undefined, undefined]);
  });

  it('is added to data of an older version without one, which is not a loss', async () => {
    await storeTasks(3);
    const mark = await startMark();
    await mark.compare('run-2');
    expect(mark.loss).toBeUndefined();
  });

  it.each(['data-id', 'data-loss', 'index'])('survives the deletion of %s alone', async (name) => {
    await storeTasks(3);
    const mark = await startMark();
    await stand.sandbox.redis.del(key(name));
    await mark.compare('run-1');
    expect(mark.loss).toBeUndefined();
    expect(await stand.sandbox.redis.get(key('data-id'))).toBe(
      await stand.sandbox.redis.hget(key('data-loss'), 'id'),
    );
  });

  it.each(['data-id', 'data-loss', 'index'])(
    'is compared again once %s of a wrong type is fixed',
    async (name) => {
      const mark = await startMark();
      await stand.sandbox.redis.del(key(name));
      await stand.sandbox.redis.lpush(key(name), 'x');
      await mark.compare('run-1');
      await stand.sandbox.redis.del(key(name));
      await mark.compare('run-1');
      expect(mark.loss).toBeUndefined();
    },
  );

  it('is missed even if a newly started process has created another one', async () => {
    await storeTasks(3);
    const mark = await startMark();
    await empty();
    const fresh = await startMark();
    await mark.compare('run-1');
    await fresh.compare('run-1');
    expect([mark.loss, fresh.loss]).toMatchObject([{ tasks: 3 }, { tasks: 3 }]);
  });

  it('makes the process that knew of the most tasks count the loss, once', async () => {
    await storeTasks(3);
    const early = await startMark();
    await storeTasks(5);
    const late = await startMark();
    const told: string[] = [];
    for (const [name, mark] of Object.entries({ early, late })) mark.onLoss(() => told.push(name));
    await empty();
    for (const mark of [early, late, early, late]) await mark.compare('run-1');
    expect([early.loss?.tasks, late.loss?.tasks]).toEqual([5, 5]);
    expect(told).toEqual(['early', 'late']);
  });

  it('does not bring back a loss that was acknowledged while a process was away', async () => {
    await storeTasks(3);
    const [present, away] = [await startMark(), await startMark()];
    await empty();
    await present.compare('run-1');
    expect(await present.acknowledge()).toMatchObject({ tasks: 3, cause: 'emptied' });
    await away.compare('run-1');
    expect(away.loss).toBeUndefined();
    expect((await startMark()).loss).toBeUndefined();
  });

  it('reports each further loss', async () => {
    const mark = await startMark();
    await empty();
    await mark.compare('run-1');
    await mark.acknowledge();
    await empty();
    await mark.compare('run-2');
    expect(mark.loss).toMatchObject({ tasks: 0, cause: 'replaced' });
  });
});
