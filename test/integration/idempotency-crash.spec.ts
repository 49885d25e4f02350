import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { fingerprintOf, hashOf } from '../../src/api/idempotency/idempotency-key.js';
import { Expirations } from '../../src/core/lifetime/expirations.js';
import { type Claim, IdempotencyStore } from '../../src/api/idempotency/idempotency-store.js';
import { idsFrom } from '../../src/core/task/task-id.js';
import type { NamedTask } from '../../src/core/submit/job-preparer.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { keyedPost, storedTasks } from '../support/keyed-post.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, type Variables, createSandbox } from '../support/sandbox.js';

const PATH = '/tasks/math.divide';
const BODY = { payload: { x: 10, y: 2 } };
const DIVIDE: NamedTask = { name: 'math.divide', payload: BODY.payload };

describe('a process that dies during a request with an Idempotency-Key', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let url: string;
  let key: string;

  beforeEach(async () => {
    sandbox = await createSandbox();
    app = await startListening(sandbox.variables);
    url = await app.getUrl();
    key = randomUUID();
  });

  afterEach(async () => {
    await app.close();
    await sandbox.clean();
  });

  /** Simulates a process that dies after it took the key, and perhaps submitted. */
  async function claimed(path: string, body: unknown): Promise<Claim> {
    const request = { hash: hashOf('anyone', key), fingerprint: fingerprintOf(key, 'POST', path, body) };
    const outcome = await app.get(IdempotencyStore).claim({ ...request, leaseMs: 60_000 });
    if (outcome.kind !== 'claimed') throw new Error(`The key is not free: ${outcome.kind}`);
    return outcome.claim;
  }

  /** The next request is refused during the dead one's lease, and answered after it. */
  async function nextAnswer(path: string, body: unknown) {
    expect(await keyedPost(url, path, key, body)).toMatchObject({ status: 409, replayed: null });
    await endLeases(sandbox);
    return keyedPost(url, path, key, body);
  }

  it('loses no task if it dies before the submit', async () => {
    const { seed } = await claimed(PATH, BODY);
    const answer = await nextAnswer(PATH, BODY);
    expect(answer).toMatchObject({ status: 201, replayed: null });
    expect(await storedTasks(sandbox)).toEqual([idsFrom(seed)()]);
    expect(await keyedPost(url, PATH, key, BODY)).toEqual({ ...answer, replayed: 'true' });
  });

  it('creates no second task if it dies before its answer, and the repetition gets that answer', async () => {
    const { seed } = await claimed(PATH, BODY);
    await app.get(TaskQueue).submitNamed(DIVIDE, { nextId: idsFrom(seed) });
    const { status, text, location } = await nextAnswer(PATH, BODY);
    const [id, ...more] = await storedTasks(sandbox);
    expect(more).toEqual([]);
    expect([status, location]).toEqual([201, `/tasks/${id}`]);
    expect(JSON.parse(text)).toEqual(await (await fetch(`${url}/tasks/${id}`)).json());
  });

  it('creates no second task if half of a batch was stored', async () => {
    const tasks = [1, 2, 3, 4].map((x) => ({ name: 'math.divide', payload: { x, y: 1 } }));
    const { seed } = await claimed('/tasks/batch', { tasks });
    await app.get(TaskQueue).submitGroups([tasks.slice(0, 2)], { nextId: idsFrom(seed) });
    expect(await storedTasks(sandbox)).toHaveLength(2);
    const { status, text } = await nextAnswer('/tasks/batch', { tasks });
    const ids: string[] = JSON.parse(text).items.map((item: { task_id: string }) => item.task_id);
    expect(status).toBe(201);
    expect([...ids].sort()).toEqual(await storedTasks(sandbox));
    const payloads = await Promise.all(ids.map((id) => sandbox.redis.hget(jobKey(sandbox, id), 'data')));
    expect(payloads).toEqual(tasks.map(({ payload }) => JSON.stringify(payload)));
  });

  it('does not run, expire or list a task again that was done before the repetition', async () => {
    const body = { ...BODY, options: { expires_at: new Date(Date.now() + 3_600_000).toISOString() } };
    const { seed } = await claimed(PATH, body);
    const { id } = await app.get(TaskQueue).submitNamed(DIVIDE, { nextId: idsFrom(seed) });
    const worker = await startWorker(sandbox.variables);
    const read = async (path: string) => (await fetch(`${url}${path}`)).json();
    const done = await eventually(async () => {
      const task = await read(`/tasks/${id}`);
      expect(task).toMatchObject({ status: 'SUCCESS', result: 5, attempt: 1 });
      return task;
    });
    const { location } = await nextAnswer(PATH, body);
    expect(location).toBe(`/tasks/${id}`);
    // The deadline that was noted again passes, and finds nothing to revoke.
    const deadlines = `${sandbox.prefix}:deadlines`;
    expect(await sandbox.redis.zadd(deadlines, 'XX', 'CH', 1, `tasks:${id}`)).toBe(1);
    await app.get(Expirations).sweep();
    expect(await sandbox.redis.zcard(deadlines)).toBe(0);
    expect(await read(`/tasks/${id}`)).toEqual(done);
    expect(await read('/tasks')).toMatchObject({ items: [done], next_cursor: null });
    await worker.close();
  });

  it('blocks its key no longer than its lease', async () => {
    const request = { hash: hashOf('a', key), fingerprint: 'f', leaseMs: 1 };
    const store = app.get(IdempotencyStore);
    expect(await store.claim(request)).toMatchObject({ kind: 'claimed' });
    await eventually(async () => expect(await store.claim(request)).toMatchObject({ kind: 'claimed' }));
  });

  it('cannot complete for the process that took over its key', async () => {
    const late = await claimed(PATH, BODY);
    await endLeases(sandbox);
    const next = await claimed(PATH, BODY);
    expect(next.seed).toBe(late.seed);
    const store = app.get(IdempotencyStore);
    await store.keep(late, { status: 200, body: 'late' });
    await store.release(late);
    await store.unlock(late);
    expect(await keyedPost(url, PATH, key, BODY)).toMatchObject({ status: 409 });
    await store.keep(next, { status: 201, body: '{}', type: 'application/json', location: '/next' });
    const answer = { status: 201, text: '{}', location: '/next', replayed: 'true' };
    expect(await keyedPost(url, PATH, key, BODY)).toMatchObject(answer);
  });
});

describe('an API process that is killed during requests with Idempotency-Keys', () => {
  let sandbox: Sandbox;
  const processes: StartedProcess[] = [];
  const start = async () => {
    const started = await startProcess('main', sandbox.variables);
    processes.push(started);
    return started;
  };

  beforeEach(async () => {
    sandbox = await createSandbox();
  });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((started) => started.stop('SIGKILL')));
    await sandbox.clean();
  });

  it('leaves one task per key after every request was repeated to another process', async () => {
    const doomed = await start();
    const other = await start();
    const keys: string[] = [];
    const answered = new Map<string, string>();
    const bodyOf = (key: string) => ({ payload: { x: keys.indexOf(key), y: 1 } });
    /** Sends requests one after the other, until one gets no response. */
    const sendUntilDeath = async () => {
      for (;;) {
        const key = randomUUID();
        keys.push(key);
        const answer = await keyedPost(doomed.url, PATH, key, bodyOf(key)).catch(() => undefined);
        if (answer === undefined) return;
        answered.set(key, answer.text);
        if (answered.size === 200) doomed.child.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 20 }, sendUntilDeath));
    expect(keys.length - answered.size).toBe(20);

    await endLeases(sandbox);
    const ids: string[] = [];
    for (const key of keys) {
      const { status, text } = await keyedPost(other.url, PATH, key, bodyOf(key));
      expect(status).toBe(201);
      if (answered.has(key)) expect(text).toBe(answered.get(key));
      const id: string = JSON.parse(text).task_id;
      const payload = await sandbox.redis.hget(jobKey(sandbox, id), 'data');
      expect(JSON.parse(payload ?? '')).toEqual(bodyOf(key).payload);
      ids.push(id);
    }
    expect(ids.sort()).toEqual(await storedTasks(sandbox));
  });
});

describe('a broker outage during requests with Idempotency-Keys', () => {
  let broker: OwnRedis;
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let url: string;
  let key: string;

  beforeEach(async () => {
    broker = await createOwnRedis();
    await broker.start();
    sandbox = await createSandbox({ REDIS_URL: broker.url });
    app = await startListening(sandbox.variables);
    url = await app.getUrl();
    key = randomUUID();
  });

  afterEach(async () => {
    broker.thaw();
    await broker.start();
    app.getHttpServer().closeAllConnections(); // a disconnected client has opened a new one
    await app.close();
    await sandbox.clean();
    await broker.remove();
  });

  it('is a 503, and the same key completes the request afterwards', async () => {
    await broker.stop();
    const refused = await keyedPost(url, PATH, key, BODY);
    expect([refused.status, refused.retryAfter]).toEqual([503, '1']);
    expect(JSON.parse(refused.text).code).toBe('broker-unavailable');
    await broker.start();
    const answer = await eventually(async () => {
      const found = await keyedPost(url, PATH, key, BODY);
      expect(found.status).toBe(201);
      return found;
    });
    expect(await keyedPost(url, PATH, key, BODY)).toEqual({ ...answer, replayed: 'true' });
    expect(await storedTasks(sandbox)).toEqual([JSON.parse(answer.text).task_id]);
  });

  it('releases a key that was claimed without a reply, if the broker was only frozen', async () => {
    await keyedPost(url, PATH, randomUUID(), BODY); // loads the scripts into Redis before it is frozen
    broker.freeze();
    expect((await keyedPost(url, PATH, key, BODY)).status).toBe(503);
    broker.thaw();
    // Until the probe finds the broker back, a repetition is a 503 again. A lease is longer than the limit.
    const answer = await eventually(async () => {
      const found = await keyedPost(url, PATH, key, BODY);
      expect(found.status).toBe(201);
      return found;
    }, 5_000);
    expect(answer).toMatchObject({ status: 201, replayed: null });
    expect(await storedTasks(sandbox)).toHaveLength(2);
  });

  it('starts nothing for a client that has disconnected meanwhile', async () => {
    await keyedPost(url, PATH, randomUUID(), BODY);
    broker.freeze();
    const hangUp = new AbortController();
    const arrived = once(app.getHttpServer(), 'request');
    const asked = keyedPost(url, PATH, key, BODY, hangUp.signal);
    const [, response] = await arrived;
    hangUp.abort();
    await Promise.all([once(response, 'close'), expect(asked).rejects.toThrow()]);
    broker.thaw();
    await app.get(IdempotencyStore).claim({ hash: 'behind it', fingerprint: '', leaseMs: 1 });
    const names = () => sandbox.redis.keys(`${sandbox.prefix}:idempotency:${hashOf('anyone', key)}`);
    await eventually(async () => expect(await names()).toEqual([]));
    expect(await storedTasks(sandbox)).toHaveLength(1);
  });
});

async function startListening(variables: Variables): Promise<NestExpressApplication> {
  const app = await startApi(variables);
  await app.listen(0, '127.0.0.1');
  return app;
}

/** Ends every lease, as if time had passed. */
async function endLeases({ redis, prefix }: Sandbox): Promise<void> {
  for (const name of await redis.keys(`${prefix}:idempotency:*`))
    if (await redis.hexists(name, 'lockedUntil')) await redis.hset(name, 'lockedUntil', 0);
}

function jobKey({ prefix }: Sandbox, id: string): string {
  return `${prefix}:tasks:${id}`;
}
