import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Module, NotFoundException, Post, Req } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';
import { BackgroundTasks } from '../../src/platform/background-tasks/background-tasks.js';
import { RequireRole } from '../../src/api/access/require-role.decorator.js';
import { submitContextOf } from '../../src/api/access/submit-context-of.js';
import { BrokerUnavailableError } from '../../src/core/redis/broker.errors.js';
import { CoreModule } from '../../src/core/core.module.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { startApi } from '../support/in-process.js';
import { type KeyedAnswer, keyedPost, storedTasks, untilAnswered } from '../support/keyed-post.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const DIVIDE = { payload: { x: 10, y: 2 } };
const DAY_MS = 86_400_000;

/** The script of a test: actions of its requests, in order. */
const script: (() => unknown)[] = [];

/** Submits a task, then executes the test's script. */
@Controller('scripted')
class ScriptedController {
  constructor(private readonly taskQueue: TaskQueue) {}

  @Post()
  @RequireRole('submitter')
  async run(@Body() _body: unknown, @Req() request: Request): Promise<unknown> {
    const { id } = await this.taskQueue.submit(DivideTask, { x: 1, y: 1 }, {}, submitContextOf(request));
    await script.shift()?.();
    return { task_id: id };
  }
}

@Module({ imports: [CoreModule], controllers: [ScriptedController] })
class ScriptedModule {}

describe('Idempotency-Key', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let other: NestExpressApplication;
  let urls: string[];
  const post = (path: string, key: string, body?: unknown) => keyedPost(urls[0] ?? '', path, key, body);
  /** Number of tasks stored by the given function. */
  const tasksStoredBy = async (run: () => Promise<unknown>) => {
    const before = await storedTasks(sandbox);
    await run();
    return (await storedTasks(sandbox)).length - before.length;
  };

  const keysOfAnswers = () => sandbox.redis.keys(`${sandbox.prefix}:idempotency:*`);

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables, { modules: [ScriptedModule] });
    other = await startApi(sandbox.variables);
    for (const one of [app, other]) await one.listen(0, '127.0.0.1');
    urls = await Promise.all([app.getUrl(), other.getUrl()]);
  });

  afterAll(async () => {
    await app.close();
    await other.close();
    await sandbox.clean();
  });

  it('creates one task from 50 parallel requests to two processes, all with the same answer', async () => {
    const key = randomUUID();
    let answers: KeyedAnswer[] = [];
    const stored = await tasksStoredBy(async () => {
      const requests = Array.from({ length: 50 }, (_, i) =>
        untilAnswered(() => keyedPost(urls[i % 2] ?? '', '/tasks/math.divide', key, DIVIDE)),
      );
      answers = await Promise.all(requests);
    });
    expect(stored).toBe(1);
    const [{ text, location } = { text: '{}', location: '' }] = answers;
    expect(await storedTasks(sandbox)).toContain(JSON.parse(text).task_id);
    for (const answer of answers) expect(answer).toMatchObject({ status: 201, text, location });
    expect(answers.filter(({ replayed }) => replayed === null)).toHaveLength(1);
  });

  it.each([
    ['/tasks?x=10&y=2', undefined, 201, 1],
    ['/tasks/math.divide', DIVIDE, 201, 1],
    [
      '/tasks/batch',
      { tasks: [1, 2, 3].map((x) => ({ name: 'math.divide', payload: { x, y: 1 } })) },
      201,
      3,
    ],
    ['/fetch?url=https://example.com/', undefined, 200, 1],
    ['/notify?email=ada@example.com', undefined, 200, 0],
  ])('POST %s gets its first answer again', async (path, body, status, tasks) => {
    const key = randomUUID();
    const stored = await tasksStoredBy(async () => {
      const first = await post(path, key, body);
      expect(first).toMatchObject({ status, replayed: null });
      expect(await post(path, `"${key}"`, body)).toEqual({ ...first, replayed: 'true' });
    });
    expect(stored).toBe(tasks);
  });

  it('replays a task once', async () => {
    const { location } = await post('/tasks/math.divide', randomUUID(), DIVIDE);
    const key = randomUUID();
    const stored = await tasksStoredBy(async () => {
      const first = await post(`${location}/replay`, key);
      expect(first).toMatchObject({ status: 201, location: expect.stringMatching(/^\/tasks\/.{36}$/) });
      expect(first.location).not.toBe(location);
      expect(await post(`${location}/replay`, key)).toEqual({ ...first, replayed: 'true' });
    });
    expect(stored).toBe(1);
  });

  it('sends an email once', async () => {
    const to = `${randomUUID()}@example.com`;
    const key = randomUUID();
    for (const replayed of [null, 'true'])
      expect(await post(`/notify?email=${to}`, key)).toMatchObject({ status: 200, replayed });
    await app.get(BackgroundTasks).settled();
    const outbox = join(sandbox.folder, 'outbox');
    const mails = await readdir(outbox);
    const { counts } = app.get(BackgroundTasks);
    expect(counts.succeeded).toBe(mails.length);
    expect(counts.dropped).toBe(0);
  });

  it('is optional: without it, every request is separate', async () => {
    const stored = await tasksStoredBy(async () => {
      for (const path of ['/tasks?x=10&y=2', '/tasks?x=10&y=2'])
        expect((await fetch(`${urls[0]}${path}`, { method: 'POST' })).status).toBe(201);
    });
    expect(stored).toBe(2);
  });

  it('compares bodies by content, not by formatting', async () => {
    const key = randomUUID();
    const first = await post('/tasks/math.divide', key, { payload: { x: 10, y: 2 }, options: {} });
    const again = await post('/tasks/math.divide', key, { options: {}, payload: { y: 2, x: 10 } });
    expect(again).toEqual({ ...first, replayed: 'true' });
  });

  it.each([
    ['body', '/tasks/math.divide', { payload: { x: 11, y: 2 } }],
    ['path', '/tasks/math.count-primes', DIVIDE],
    ['query', '/tasks/math.divide?x=1', DIVIDE],
  ])('is refused with another %s, without any effect', async (_what, path, body) => {
    const key = randomUUID();
    const first = await post('/tasks/math.divide', key, DIVIDE);
    const stored = await tasksStoredBy(async () => {
      const { status, type, text } = await post(path, key, body);
      expect([status, type]).toEqual([422, 'application/problem+json; charset=utf-8']);
      expect(JSON.parse(text).code).toBe('idempotency-mismatch');
    });
    expect(stored).toBe(0);
    expect(await post('/tasks/math.divide', key, DIVIDE)).toEqual({ ...first, replayed: 'true' });
  });

  it('can be reused for the corrected request after a refusal', async () => {
    const key = randomUUID();
    for (const [path, body, status] of [
      ['/tasks/math.divide', { payload: { x: 'ten', y: 2 } }, 422],
      ['/tasks/math.multiply', DIVIDE, 404],
      ['/tasks/math.divide', DIVIDE, 201],
    ] as const)
      expect(await post(path, key, body)).toMatchObject({ status, replayed: null });
  });

  it.each(['', '""', 'a, b', '"open', 'k'.repeat(256)])('is refused if it is malformed: %p', async (key) => {
    const { status, text } = await post('/tasks?x=10&y=2', key);
    expect([status, JSON.parse(text).code]).toEqual([400, 'malformed']);
  });

  // Case H4: each such request occupied 7 MB of Redis for a day.
  it('stores little of a long answer without a task, and repeats it in full', async () => {
    const bad = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`k${i}`, i]));
    const body = { tasks: Array.from({ length: 1_000 }, (_, i) => ({ ...bad, [`only-${i}`]: i })) };
    const key = randomUUID();
    const before = await keysOfAnswers();
    const first = await post('/tasks/batch', key, body);
    const again = await post('/tasks/batch', key, body);
    expect([first.status, again.status, again.replayed]).toEqual([201, 201, 'true']);
    const codes = ({ text }: KeyedAnswer) => JSON.parse(text).items.map(({ problem }: any) => problem.code);
    expect(codes(again)).toEqual(codes(first));
    const [made = ''] = (await keysOfAnswers()).filter((name) => !before.includes(name));
    expect(await sandbox.redis.memory('USAGE', made)).toBeLessThan(32_768);
  }, 30_000);

  it('is remembered for a day from its first request', async () => {
    const before = await records();
    await post('/tasks?x=10&y=2', randomUUID());
    const [made = ''] = (await records()).filter((name) => !before.includes(name));
    const left = await sandbox.redis.pttl(made);
    expect(left).toBeLessThanOrEqual(DAY_MS);
    expect(left).toBeGreaterThan(DAY_MS - 60_000);
    expect(Object.keys(await sandbox.redis.hgetall(made)).sort()).toEqual(['answer', 'fingerprint']);
  });

  it('is ignored by a request without effects', async () => {
    const before = await records();
    const key = { 'Idempotency-Key': randomUUID() };
    for (const path of ['/', '/health/live']) {
      expect((await fetch(`${urls[0]}${path}`, { headers: key })).status).toBe(200);
    }
    expect(await records()).toEqual(before);
  });

  it('is a 409 with Retry-After while the first request is in progress', async () => {
    const key = randomUUID();
    let finish: () => void = () => undefined;
    let reached: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (reached = resolve));
    script.push(() => {
      reached();
      return new Promise<void>((resolve) => (finish = resolve));
    });
    const first = post('/scripted', key, {});
    await running;
    const { status, text, retryAfter } = await post('/scripted', key, {});
    expect([status, JSON.parse(text).code, retryAfter]).toEqual([409, 'idempotency-in-flight', '1']);
    expect(JSON.parse((await post('/scripted', key, { a: 1 })).text).code).toBe('idempotency-mismatch');
    finish();
    expect(await post('/scripted', key, {})).toEqual({ ...(await first), replayed: 'true' });
  });

  it('completes an uncertain answer of 500 or 503 at once: the stored task is returned', async () => {
    const key = randomUUID();
    for (const error of [new BrokerUnavailableError('the reply was lost'), new Error('a mistake of ours')])
      script.push(() => Promise.reject(error));
    const stored = await tasksStoredBy(async () => {
      for (const status of [503, 500, 201])
        expect(await untilAnswered(() => post('/scripted', key, {}))).toMatchObject({
          status,
          replayed: null,
        });
    });
    expect(stored).toBe(1);
    const { text } = await post('/scripted', key, {});
    expect(await storedTasks(sandbox)).toContain(JSON.parse(text).task_id);
  });

  it('is not released by a refusal while an earlier outcome is uncertain', async () => {
    const key = randomUUID();
    for (const error of [new BrokerUnavailableError('the reply was lost'), new NotFoundException()])
      script.push(() => Promise.reject(error));
    const stored = await tasksStoredBy(async () => {
      for (const status of [503, 404])
        expect((await untilAnswered(() => post('/scripted', key, {}))).status).toBe(status);
      const { text } = await post('/scripted', key, { corrected: true });
      expect(JSON.parse(text).code).toBe('idempotency-mismatch');
      expect((await post('/scripted', key, {})).status).toBe(201);
    });
    expect(stored).toBe(1);
  });

  async function records(): Promise<string[]> {
    return (await sandbox.redis.keys(`${sandbox.prefix}:idempotency:*`)).sort();
  }
});
