import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Queue } from 'bullmq';
import { IsString, MaxLength } from 'class-validator';
import request from 'supertest';
import { TaskEdit } from '../../src/core/act/task-edit.js';
import { Expirations } from '../../src/core/lifetime/expirations.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { eventually } from '../support/eventually.js';
import { randomOf } from '../support/random.js';
import { type Stand, startStand } from '../support/stand.js';
import { taskClient } from '../support/task-client.js';

const UNKNOWN_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
const HOUR_MS = 3_600_000;
const inHours = (count: number) => new Date(Date.now() + count * HOUR_MS).toISOString();

class EchoPayload {
  @ApiProperty()
  @IsString()
  @MaxLength(1_000)
  word!: string;
}

/** Instructions for this test's task. */
const scene = { fails: false, order: [] as string[], hold: undefined as (() => void) | undefined };

@Task({
  name: 'test.echo',
  aliases: ['test.echo-before'],
  queue: 'tasks',
  payload: EchoPayload,
  backoff: { type: 'fixed', delayMs: HOUR_MS },
})
class EchoTask implements TaskHandler<EchoPayload, string> {
  async run({ word }: EchoPayload, { signal }: TaskContext): Promise<string> {
    scene.order.push(word);
    if (word === 'held')
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('told to stop')));
        scene.hold?.();
      });
    if (scene.fails) throw new RangeError('not yet');
    return word;
  }
}

@Module({ providers: [EchoTask] })
class TestTasks {}

describe('PATCH /tasks/{task_id}', () => {
  let stand: Stand;
  let base: string;
  let raw: Queue;
  const { get, submit: submitTask, untilIs } = taskClient(() => base);

  beforeAll(async () => {
    stand = await startStand({ modules: [TestTasks] }, { MAX_PAYLOAD_BYTES: '500' });
    await stand.app.listen(0, '127.0.0.1');
    base = await stand.app.getUrl();
    raw = new Queue('tasks', { connection: stand.sandbox.redis, prefix: stand.sandbox.prefix });
  });

  afterAll(async () => {
    await raw.close();
    await stand.stop();
  });

  beforeEach(async () => {
    Object.assign(scene, { fails: false, order: [], hold: undefined });
    await raw.resume();
  });

  const change = (id: string, body: object) => request(base).patch(`/tasks/${id}`).send(body);
  const submit = (options: object = {}, word = 'old') => submitTask('test.echo', { word }, options);
  const refusal = async (id: string, body: object = { priority: 'high' }) => {
    const answer = await change(id, body);
    return [answer.status, answer.body.code];
  };
  const deadlineOf = (id: string) =>
    stand.sandbox.redis.zscore(`${stand.sandbox.prefix}:deadlines`, `tasks:${id}`);

  describe('a task that can start', () => {
    it('runs with its new payload, and the answer shows no payload', async () => {
      await raw.pause();
      const id = await submit();
      const { body } = await change(id, { payload: { word: 'new' } }).expect(200);
      expect(body).toMatchObject({ task_id: id, status: 'PENDING', run_at: null });
      expect(body).not.toHaveProperty('payload');
      await raw.resume();
      await untilIs(id, { status: 'SUCCESS', result: 'new', attempt: 1 });
    });

    it('starts in the order of its new priority, behind those that have it already', async () => {
      await raw.pause();
      const [first, second, third] = [
        await submit({}, 'first'),
        await submit({}, 'second'),
        await submit({ priority: 'high' }, 'third'),
      ];
      expect((await change(second, { priority: 'critical' }).expect(200)).body.priority).toBe('critical');
      await change(first, { priority: 'high' }).expect(200);
      await change(first, { priority: 'high' }).expect(200); // the same again moves nothing
      const order = await stand.sandbox.redis.zrange(`${stand.sandbox.prefix}:tasks:prioritized`, 0, -1);
      expect(order.filter((id) => [first, second, third].includes(id))).toEqual([second, third, first]);
      await raw.resume();
      for (const id of [first, second, third]) await untilIs(id, { status: 'SUCCESS' });
    });

    it('waits for its new time, and shows it afterwards, too', async () => {
      await raw.pause();
      const id = await submit();
      const run_at = inHours(2);
      expect((await change(id, { run_at }).expect(200)).body).toMatchObject({ status: 'PENDING', run_at });
      expect(await stand.sandbox.redis.zcard(`${stand.sandbox.prefix}:tasks:prioritized`)).toBe(0);
      await request(base).post(`/tasks/${id}/cancel`).expect(200);
      await untilIs(id, { status: 'REVOKED', run_at });
    });

    it('has new tags, or none, and keeps its other options', async () => {
      await raw.pause();
      const options = { timeout_ms: 5_000, deduplicate: { key: 'one' }, tags: ['a'] };
      const id = await submit(options);
      expect((await change(id, { tags: ['b', 'c'] }).expect(200)).body.tags).toEqual(['b', 'c']);
      expect((await request(base).get('/tasks?tag=c').expect(200)).body.items).toMatchObject([
        { task_id: id },
      ]);
      expect((await change(id, { tags: [] }).expect(200)).body.tags).toEqual([]);
      expect((await raw.getJob(id))?.opts).toMatchObject({ timeoutMs: 5_000, attempts: 3 });
      const equal = { payload: { word: 'other' }, options };
      expect((await request(base).post('/tasks/test.echo').send(equal).expect(200)).body.task_id).toBe(id);
      await raw.resume();
      await untilIs(id, { status: 'SUCCESS', result: 'old' });
    });

    it('stays as it is without a change', async () => {
      await raw.pause();
      const id = await submit({ tags: ['a'], priority: 'low' });
      const before = await get(`/tasks/${id}`);
      expect((await change(id, {}).expect(200)).body).toEqual(before);
    });
  });

  describe('a delayed task', () => {
    it.each([
      ['null', { run_at: null }],
      ['a time in the past', { run_at: '2020-01-01T00:00:00Z' }],
      ['no delay', { delay_ms: 0 }],
    ])('runs now with %s', async (_what, body) => {
      const id = await submit({ delay_ms: HOUR_MS });
      await change(id, { ...body, payload: { word: 'new' } }).expect(200);
      await untilIs(id, { status: 'SUCCESS', result: 'new', attempt: 1 });
    });

    it('gets another time, and keeps its place among the delayed ones with a new priority', async () => {
      const id = await submit({ delay_ms: HOUR_MS });
      const later = inHours(3);
      await change(id, { run_at: later }).expect(200);
      const { body } = await change(id, { priority: 'critical' }).expect(200);
      expect(body).toMatchObject({ run_at: later, priority: 'critical' });
      await change(id, { delay_ms: 20 }).expect(200);
      await untilIs(id, { status: 'SUCCESS', priority: 'critical' });
    });
  });

  it('changes a task between two attempts: payload and time, but not its expiry', async () => {
    scene.fails = true;
    const id = await submit();
    await untilIs(id, { status: 'RETRY' });
    scene.fails = false;
    expect(await refusal(id, { expires_at: inHours(1), run_at: null })).toEqual([409, 'state-conflict']);
    const { body } = await change(id, { payload: { word: 'new' }, run_at: null }).expect(200);
    expect(body).toMatchObject({ task_id: id, errors: [{ attempt: 1 }] });
    await untilIs(id, { status: 'SUCCESS', result: 'new', attempt: 2, run_at: null });
  });

  it('changes and removes an expiry, and ends what expires now', async () => {
    const sweep = () => stand.worker.get(Expirations).sweep();
    await raw.pause();
    const id = await submit({ expires_at: inHours(1) });
    const expires_at = inHours(2);
    expect((await change(id, { expires_at }).expect(200)).body).toMatchObject({ expires_at });
    expect(Number(await deadlineOf(id))).toBe(Date.parse(expires_at));
    expect((await change(id, { expires_at: null }).expect(200)).body.expires_at).toBeNull();
    expect(await deadlineOf(id)).toBeNull();
    expect((await change(id, { expires_at: '2020-01-01T00:00:00Z' }).expect(200)).body.status).toBe(
      'REVOKED',
    );
    expect(await refusal(id, { expires_at: null })).toEqual([409, 'state-conflict']);
    await sweep();
    expect(await get(`/tasks/${id}`)).toMatchObject({ status: 'REVOKED', revoke_reason: 'expired' });
    expect(await refusal(id, { expires_at: null })).toEqual([409, 'state-conflict']);
  });

  it('refuses a task that runs, is final or is unknown, and changes nothing', async () => {
    const started = new Promise<void>((resolve) => (scene.hold = resolve));
    const running = await submit({}, 'held');
    await started;
    expect(await refusal(running, { payload: { word: 'new' } })).toEqual([409, 'state-conflict']);
    const { body } = await change(running, { priority: 'low' }).expect(409);
    expect(body.detail).toBe('Only a task that waits to run can be changed; the task is STARTED.');
    await request(base).post(`/tasks/${running}/cancel`);
    await untilIs(running, { status: 'REVOKED', priority: 'normal' });
    const done = await submit();
    await untilIs(done, { status: 'SUCCESS' });
    for (const id of [running, done]) expect(await refusal(id)).toEqual([409, 'state-conflict']);
    expect(await refusal(UNKNOWN_ID)).toEqual([404, 'task-not-found']);
    expect(await refusal('no-id')).toEqual([404, 'task-not-found']);
  });

  it('refuses what waits for other tasks, and the payload of any step, but not the priority of one that waits', async () => {
    await raw.pause();
    const step = (word: string, after?: string[]) => ({ task: 'test.echo', payload: { word }, after });
    const steps = { first: step('first'), second: step('second', ['first']) };
    const { body } = await request(base).post('/workflows').send({ steps }).expect(201);
    const idOf = (name: string): string => body.steps[name].task_id;
    expect(await refusal(idOf('second'))).toEqual([409, 'state-conflict']);
    expect(await refusal(idOf('first'), { payload: { word: 'new' } })).toEqual([409, 'state-conflict']);
    expect((await change(idOf('first'), { priority: 'critical' }).expect(200)).body.priority).toBe(
      'critical',
    );
    await raw.resume();
    await untilIs(idOf('second'), { status: 'SUCCESS', result: 'second' });
  });

  it('checks the payload as a submit does', async () => {
    const id = await submit({ delay_ms: HOUR_MS });
    const faultsOf = async (body: object) => {
      const answer = await change(id, body).expect(422);
      return answer.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    };
    expect(await faultsOf({ payload: { word: 7, wrong: 1 } })).toEqual(
      expect.arrayContaining(['/payload/word', '/payload/wrong']),
    );
    expect(await faultsOf({ payload: 'text' })).toEqual(['/payload']);
    expect(await faultsOf({ priority: 'urgent', attempts: 7 })).toHaveLength(2);
    expect(await faultsOf({ run_at: inHours(1), delay_ms: 7 })).toHaveLength(1);
    expect(await refusal(id, { payload: { word: 'x'.repeat(600) } })).toEqual([413, 'payload-too-large']);
    await change(id, { run_at: null }).expect(200);
    await untilIs(id, { status: 'SUCCESS', result: 'old' });
  });

  it('shows the new time to whoever follows the task', async () => {
    const id = await submit({ delay_ms: HOUR_MS });
    const run_at = inHours(5);
    const events = fetch(`${base}/tasks/${id}/events`).then((answer) => answer.text());
    await change(id, { run_at }).expect(200);
    await change(id, { run_at: null, payload: { word: 'new' } }).expect(200);
    const seen = await events;
    expect(seen).toContain('event: result');
    expect(seen).toContain('"new"');
  });

  it('answers 200 exactly if the task runs with the new payload, however fast a worker takes it', async () => {
    const random = randomOf(17);
    const edit = stand.app.get(TaskEdit);
    const kinds = [
      {},
      { priority: 'critical' },
      { runAt: null },
      { delayMs: 10 },
      { tags: ['late'] },
    ] as const;
    const turns = Array.from({ length: 200 }, async (_, i) => {
      const id = await submit(random() < 0.3 ? { delay_ms: 15 } : {}, `old-${i}`);
      const kind = kinds[Math.floor(random() * kinds.length)];
      const news = [`new-${i}`, `newer-${i}`];
      const answers = await Promise.all(
        news.map((word) =>
          edit.change(id, { ...kind, payload: { word } }).then(
            () => word,
            () => undefined,
          ),
        ),
      );
      return { id, possible: answers.filter((word) => word !== undefined), old: `old-${i}` };
    });
    const changed = await Promise.all(turns);
    for (const { id, possible, old } of changed)
      await eventually(async () => {
        const { status, result } = await get(`/tasks/${id}`);
        expect(status).toBe('SUCCESS');
        expect(possible.length > 0 ? possible : [old]).toContain(result);
      });
    const total = scene.order.length;
    expect({ total, distinct: new Set(scene.order).size }).toEqual({ total: 200, distinct: 200 });
    expect(changed.some(({ possible }) => possible.length > 0)).toBe(true);
  });
});
