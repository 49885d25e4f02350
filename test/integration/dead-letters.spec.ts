import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Queue } from 'bullmq';
import request from 'supertest';
import { newTaskId } from '../../src/core/task/task-id.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { eventually } from '../support/eventually.js';
import type { Sandbox } from '../support/sandbox.js';
import { type Stand, startStand } from '../support/stand.js';
import { OtherTask, WordTask, WordTasks, scene } from '../support/word-tasks.js';

const UNKNOWN_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';

interface Group {
  fingerprint: string;
  count: number;
  task_ids: string[];
}

/** An hour ago: older than tasks made by the tests, but too young to be removed by a sweep. */
const SOME_TIME = Date.now() - 3_600_000;

describe('dead letters', () => {
  let sandbox: Sandbox;
  let stand: Stand;
  let app: NestExpressApplication;
  let raw: Queue;
  let base: string;

  beforeAll(async () => {
    stand = await startStand({ modules: [WordTasks] });
    ({ sandbox, app } = stand);
    await app.listen(0, '127.0.0.1');
    base = await app.getUrl();
    raw = new Queue('tasks', { connection: sandbox.redis, prefix: sandbox.prefix });
  });

  afterAll(async () => {
    await raw.close();
    await stand.stop();
  });

  /** Every test begins without waiting or failed tasks, except those it creates. */
  const begin = async (words: readonly string[] = [], others: readonly string[] = []) => {
    Object.assign(scene, { isMended: false, runs: [] });
    await raw.drain(true);
    await raw.resume();
    await eventually(async () => expect(await raw.getActiveCount()).toBe(0));
    for (const queue of ['tasks', 'fetch']) await forgetFailed(`${sandbox.prefix}:${queue}`);
    const queue = app.get(TaskQueue);
    const payloads = (list: readonly string[]) => list.map((word) => ({ word }));
    const first = await queue.submitMany(WordTask, payloads(words));
    const second = await queue.submitMany(OtherTask, payloads(others));
    const ids = [...first, ...second].map(({ id }) => id);
    for (const id of ids) await until(id, 'FAILURE');
    return ids;
  };
  /** Removes records, too: a sweep would put misplaced ones back. */
  const forgetFailed = async (queue: string) => {
    const ids = await sandbox.redis.zrange(`${queue}:failed`, 0, -1);
    await sandbox.redis.del(`${queue}:failed`, ...ids.map((id) => `${queue}:${id}`));
  };
  const read = async (id: string) => (await request(base).get(`/tasks/${id}`)).body;
  const until = (id: string, status: string) =>
    eventually(async () => expect((await read(id)).status).toBe(status));
  const get = async (query: object = {}) =>
    (await request(base).get('/dead-letters').query(query).expect(200)).body;
  const list = async (query: object = {}): Promise<string[]> =>
    (await get(query)).items.map((item: { task_id: string }) => item.task_id);
  const groups = async (query: object = {}): Promise<Group[]> =>
    (await get({ group: true, ...query })).groups;
  const post = (action: string, body: unknown) =>
    request(base)
      .post(`/dead-letters/${action}`)
      .set('Content-Type', 'application/json')
      .send(JSON.stringify(body));
  const act = async (action: string, body: unknown) => (await post(action, body).expect(200)).body;

  /** Reads all pages; `between` is called after each. */
  const pages = async (query: object, between: (page: number) => Promise<void> = () => Promise.resolve()) => {
    const ids: string[] = [];
    for (let page = 1, cursor: string | undefined; ; page++) {
      const { items, next_cursor: next } = await get(cursor ? { ...query, cursor } : query);
      ids.push(...items.map((item: { task_id: string }) => item.task_id));
      if (next === null) return ids;
      cursor = next;
      await between(page);
    }
  };

  describe('are listed', () => {
    it('as tasks, the newest end first, and by queue, name and fingerprint', async () => {
      const [one = '', two = '', other = ''] = await begin(['a', 'b'], ['c']);
      const { items, next_cursor: next } = await get();
      expect(next).toBeNull();
      expect(items.map(({ task_id: id }: { task_id: string }) => id).sort()).toEqual(
        [one, two, other].sort(),
      );
      const listed = items.find((item: { task_id: string }) => item.task_id === other);
      expect(await read(other)).toMatchObject(listed); // including the stack
      const ends = items.map((item: { finished_at: string }) => item.finished_at);
      expect(ends).toEqual(ends.toSorted().reverse());
      expect(await list({ queue: 'fetch' })).toEqual([other]);
      expect(await list({ name: 'test.other' })).toEqual([other]);
      expect(await list({ name: 'test.other', queue: 'tasks' })).toEqual([]);
      const [group] = await groups({ name: 'test.other' });
      expect(await list({ fingerprint: group?.fingerprint })).toEqual([other]);
    });

    it('without revoked, successful and retried tasks', async () => {
      const [id = ''] = await begin(['a']);
      await raw.pause();
      const [cancelled] = await app.get(TaskQueue).submitMany(WordTask, [{ word: 'b' }]);
      await request(base).post(`/tasks/${cancelled?.id}/cancel`).expect(200);
      expect(await sandbox.redis.zcard(`${sandbox.prefix}:tasks:failed`)).toBe(2);
      expect(await list()).toEqual([id]);
      await request(base).post(`/tasks/${id}/retry`).expect(202);
      expect(await list()).toEqual([]);
    });

    it('without entries of other programs, whose ids are invalid', async () => {
      const [id] = await begin(['a']);
      const key = `${sandbox.prefix}:tasks`;
      await sandbox.redis.hset(`${key}:foreign`, { name: 'x', opts: '{}', timestamp: 1, finishedOn: 1 });
      await sandbox.redis.zadd(`${key}:failed`, 1, 'foreign');
      expect(await pages({ limit: 1 })).toEqual([id]);
    });

    it('page by page, each of them once, even if very many ended in the same millisecond', async () => {
      await begin();
      const ids = await storeFailed(450, () => SOME_TIME);
      const others = await storeFailed(3, (i) => SOME_TIME - 1 + i);
      const seen = await pages({ limit: 7 });
      expect(seen).toHaveLength(453);
      expect([...seen].sort()).toEqual([...ids, ...others].sort());
      expect(seen.at(-1)).toBe(others[0]);
    });

    it('page by page, without repetitions or gaps, while tasks are added and removed', async () => {
      const [first = ''] = await begin(['first']);
      const ids = await storeFailed(30, (i) => SOME_TIME + i);
      const gone = ids.slice(10, 13);
      const seen = await pages({ limit: 5 }, async (page) => {
        await app.get(TaskQueue).submit(WordTask, { word: `new ${page}` });
        if (page === 1) await act('discard', { task_ids: gone });
        if (page === 2) await act('redrive', { task_ids: [first] });
        await eventually(() => expect(scene.runs).toHaveLength(page + (page < 2 ? 1 : 2)));
        await until(first, 'FAILURE');
      });
      const stood = ids.filter((id) => !gone.includes(id));
      expect(seen).toEqual([first, ...stood.reverse()]);
    });

    it('in stretches, if most failures do not match', async () => {
      const [id] = await begin(['a']);
      await storeFailed(10_000, (i) => Date.now() + 60_000 + i, {
        'cel:revoked': 'cancelled',
        failedReason: 'cancelled',
      });
      const { items, next_cursor: cursor } = await get();
      expect(items).toEqual([]);
      expect(await list({ cursor })).toEqual([id]);
      expect(await get({ group: true })).toEqual({ groups: [], is_complete: false });
    });
  });

  describe('are grouped', () => {
    it('by their errors, the largest group first', async () => {
      const ids = await begin(['a', 'bb', 'ccc'], ['go']);
      const body = await get({ group: true });
      expect(body).toMatchObject({ is_complete: true, groups: { length: 2 } });
      const times = await Promise.all(
        ids.slice(0, 3).map(async (id) => (await read(id)).finished_at as string),
      );
      times.sort();
      expect(body.groups[0]).toEqual({
        fingerprint: expect.stringMatching(/^[\da-f]{16}$/),
        name: 'test.word',
        error_type: 'RangeError',
        message_pattern: 'cannot say <string> <number> times',
        count: 3,
        first_at: times[0],
        last_at: times[2],
        example_task_id: (await list({ name: 'test.word' }))[0],
        task_ids: await list({ name: 'test.word' }),
      });
      expect(body.groups[1]).toMatchObject({ name: 'test.other', error_type: 'DiscardTask', count: 1 });
      expect(await get({ group: true, limit: 1 })).toMatchObject({
        is_complete: false,
        groups: { length: 1 },
      });
    });

    it('with only their newest ten', async () => {
      await begin(Array.from({ length: 12 }, (_, i) => `word ${i}`));
      const [group] = await groups();
      expect(group).toMatchObject({ count: 12 });
      expect(group?.task_ids).toEqual((await list()).slice(0, 10));
    });

    it('together with those stored by an earlier version, whose errors have no fingerprint', async () => {
      const [old = ''] = await begin(['a', 'bb']);
      const record = `${sandbox.prefix}:tasks:${old}`;
      const [stack] = JSON.parse(String(await sandbox.redis.hget(record, 'stacktrace')));
      expect(stack).toContain('    at fingerprint ');
      const without = stack.replace(/ {4}at fingerprint .*\n/, '');
      await sandbox.redis.hset(record, 'stacktrace', JSON.stringify([without]));
      const [group] = await groups({ name: 'test.word' });
      expect(group).toMatchObject({ count: 2 });
      expect((await list({ fingerprint: group?.fingerprint })).sort()).toEqual(
        [...(group?.task_ids ?? [])].sort(),
      );
    });

    it('up to 10,000 of them, which the answer states', async () => {
      await begin();
      await storeFailed(10_001, (i) => SOME_TIME + i, { failedReason: 'odd' });
      const body = await get({ group: true });
      expect(body).toMatchObject({ is_complete: false, groups: [{ count: 10_000, message_pattern: 'odd' }] });
    });
  });

  describe('are redriven', () => {
    it('one or several, with a problem for each that cannot be', async () => {
      const [one = '', two = '', three = ''] = await begin(['a', 'b', 'c']);
      scene.isMended = true;
      expect(await act('redrive', { task_ids: [one] })).toEqual({
        succeeded: [one],
        failed: [],
        next_cursor: null,
      });
      await until(one, 'SUCCESS');
      const task_ids = [two, one, UNKNOWN_ID, 'wait', three.toUpperCase()];
      expect(await act('redrive', { task_ids })).toEqual({
        succeeded: [two, three],
        failed: [
          { task_id: one, problem: expect.objectContaining({ status: 409, code: 'state-conflict' }) },
          { task_id: UNKNOWN_ID, problem: expect.objectContaining({ status: 404, code: 'task-not-found' }) },
          { task_id: 'wait', problem: expect.objectContaining({ instance: '/dead-letters/redrive' }) },
        ],
        next_cursor: null,
      });
      await until(two, 'SUCCESS');
      await until(three, 'SUCCESS');
    });

    it('by group, and nothing else', async () => {
      const ids = await begin(['a', 'b', 'c'], ['go']);
      scene.isMended = true;
      const [group] = await groups({ name: 'test.word' });
      const { succeeded, failed } = await act('redrive', { fingerprint: group?.fingerprint });
      expect(succeeded.sort()).toEqual(ids.slice(0, 3).sort());
      expect(failed).toEqual([]);
      for (const id of ids.slice(0, 3)) await until(id, 'SUCCESS');
      expect(await list()).toEqual(ids.slice(3));
    });

    it('by a group of a task with another name: none', async () => {
      await begin(['a']);
      const [group] = await groups();
      const body = { fingerprint: group?.fingerprint, name: 'test.other' };
      expect(await act('redrive', body)).toEqual({ succeeded: [], failed: [], next_cursor: null });
    });

    it('a thousand of a group at a time', async () => {
      await begin();
      await raw.pause();
      const ids = await storeFailed(1_005, (i) => SOME_TIME + i);
      const [group] = await groups();
      const first = await act('redrive', { fingerprint: group?.fingerprint });
      expect(first.succeeded).toHaveLength(1_000);
      const body = { fingerprint: group?.fingerprint, cursor: first.next_cursor };
      const second = await act('redrive', body);
      expect(second).toMatchObject({ succeeded: { length: 5 }, next_cursor: null });
      const all: string[] = [...first.succeeded, ...second.succeeded];
      expect(all.sort()).toEqual([...ids].sort());
    });

    it('once, if two requests coincide', async () => {
      const ids = await begin(Array.from({ length: 60 }, (_, i) => `word ${i}`));
      scene.isMended = true;
      const answers = await Promise.all([1, 2, 3].map(() => act('redrive', { task_ids: ids })));
      expect(answers.flatMap(({ succeeded }) => succeeded).sort()).toEqual([...ids].sort());
      for (const { succeeded, failed } of answers) expect([...succeeded, ...failed]).toHaveLength(60);
      for (const id of ids) await until(id, 'SUCCESS');
      expect(scene.runs).toHaveLength(120);
    });
  });

  describe('are discarded', () => {
    it('some, or a whole group, and are gone afterwards', async () => {
      const [one = '', two = '', three = '', other = ''] = await begin(['a', 'b', 'c'], ['go']);
      expect(await act('discard', { task_ids: [one] })).toMatchObject({ succeeded: [one], failed: [] });
      await request(base).get(`/tasks/${one}`).expect(404);
      const [group] = await groups({ name: 'test.word' });
      const { succeeded } = await act('discard', { fingerprint: group?.fingerprint });
      expect(succeeded.sort()).toEqual([two, three].sort());
      expect(await list()).toEqual([other]);
      expect((await sandbox.redis.keys(`${sandbox.prefix}:*${two}*`)).length).toBe(0);
    });

    it('only if they are dead letters', async () => {
      const [id = ''] = await begin(['a']);
      scene.isMended = true;
      await act('redrive', { task_ids: [id] });
      await until(id, 'SUCCESS');
      const { succeeded, failed } = await act('discard', { task_ids: [id] });
      expect(succeeded).toEqual([]);
      expect(failed).toMatchObject([{ task_id: id, problem: { code: 'state-conflict' } }]);
      expect(await read(id)).toMatchObject({ status: 'SUCCESS', result: 'a' });
    });

    it('or redriven, exactly one of the two, if both requests coincide', async () => {
      const ids = await begin(Array.from({ length: 40 }, (_, i) => `word ${i}`));
      scene.isMended = true;
      const [redriven, discarded] = await Promise.all([
        act('redrive', { task_ids: ids }),
        act('discard', { task_ids: ids }),
      ]);
      const all: string[] = [...redriven.succeeded, ...discarded.succeeded];
      expect(all.sort()).toEqual([...ids].sort());
      for (const id of redriven.succeeded) await until(id, 'SUCCESS');
      for (const id of discarded.succeeded) await request(base).get(`/tasks/${id}`).expect(404);
    });
  });

  /** Stores failed tasks like BullMQ. @returns their ids, oldest first */
  async function storeFailed(
    count: number,
    finishedOn: (i: number) => number,
    fields: Record<string, string> = {},
  ): Promise<string[]> {
    const ids = Array.from({ length: count }, () => newTaskId());
    const pipeline = sandbox.redis.pipeline();
    for (const [i, id] of ids.entries()) {
      const job = {
        name: 'test.word',
        opts: '{}',
        data: '{"word":"x"}',
        timestamp: 1,
        priority: 3,
        failedReason: 'broken',
      };
      pipeline.hset(`${sandbox.prefix}:tasks:${id}`, { ...job, finishedOn: finishedOn(i), ...fields });
      pipeline.zadd(`${sandbox.prefix}:tasks:failed`, finishedOn(i), id);
    }
    await pipeline.exec();
    return ids;
  }
});
