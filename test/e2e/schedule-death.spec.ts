import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const SECOND_MS = 1_000;
const TICKS = 24;
/** A worker dies whenever so many ticks have passed. */
const DIES_EVERY = 4;
/** Redis dies after so many. */
const REDIS_DIES_AT = 12;

describe('three workers of a schedule that ticks every second', () => {
  let redis: OwnRedis;
  let sandbox: Sandbox;
  let api: StartedProcess;
  let workers: StartedProcess[];

  beforeAll(async () => {
    redis = await createOwnRedis();
    await redis.start();
    sandbox = await createSandbox({ REDIS_URL: redis.url, WORKER_QUEUES: 'tasks' });
    api = await startProcess('main', sandbox.variables);
    workers = await Promise.all([1, 2, 3].map(() => startProcess('worker', sandbox.variables)));
  });
  afterAll(async () => {
    await Promise.all([api, ...workers].map((started) => started.stop()));
    await sandbox.clean();
    await redis.remove();
  });

  const ticks = async () => {
    const { body } = await request(api.url).get('/schedules/secondly/ticks?limit=100').expect(200);
    return body.items.toReversed() as { tick_at: string; outcome: string; task_id: string }[];
  };

  it('submit every tick once, though one of them is killed every four seconds, and Redis once', async () => {
    const schedule = { task: 'math.divide', payload: { x: 4, y: 2 }, every_ms: SECOND_MS };
    const careful = { ...schedule, overlap: 'allow', catch_up: 'all' };
    await request(api.url).put('/schedules/secondly').send(careful).expect(201);
    for (let passed = DIES_EVERY; passed <= TICKS; passed += DIES_EVERY) {
      await eventually(async () => expect((await ticks()).length).toBeGreaterThanOrEqual(passed), 30_000);
      if (passed === REDIS_DIES_AT) {
        await redis.stop('SIGKILL');
        await redis.start();
      }
      await workers.shift()?.stop('SIGKILL');
      workers.push(await startProcess('worker', sandbox.variables));
    }
    await request(api.url).post('/schedules/secondly/pause').expect(200);
    const all = await ticks();
    const first = Date.parse(all[0]?.tick_at ?? '');
    expect(all.map(({ tick_at: at }) => Date.parse(at))).toEqual(all.map((_, i) => first + i * SECOND_MS));
    expect(new Set(all.map(({ outcome }) => outcome))).toEqual(new Set(['submitted']));
    const tasks = await request(api.url).get('/tasks?tag=schedule:secondly&limit=200').expect(200);
    expect(tasks.body.items.map((task: any) => task.task_id).toReversed()).toEqual(
      all.map((tick) => tick.task_id),
    );
    expect((await request(api.url).get('/schedules/secondly')).body.missed).toBe(0);
  });
});
