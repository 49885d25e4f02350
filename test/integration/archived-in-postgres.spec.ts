import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { Histories } from '../../src/core/history/task-history.js';
import { Retention } from '../../src/core/lifetime/retention.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { WorkflowUpkeep } from '../../src/core/workflows/progress/workflow-upkeep.js';
import { EventClient } from '../support/event-client.js';
import { eventually } from '../support/eventually.js';
import { type TestDatabase, createTestDatabase, describeWithPostgres } from '../support/postgres.js';
import { type Stand, startStand } from '../support/stand.js';

const DAY_MS = 86_400_000;

describeWithPostgres('what the broker has forgotten', () => {
  let database: TestDatabase;
  let stand: Stand;
  let url: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    stand = await startStand({}, { HISTORY_URL: database.url });
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
  });
  afterAll(async () => {
    await stand.stop();
    await database.drop();
  });

  const read = async (path: string) => (await request(url).get(path).expect(200)).body;
  const key = (name: string) => `${stand.sandbox.prefix}:${name}`;

  async function ended(path: string, body: object): Promise<string> {
    const { body: started } = await request(url).post(path).send(body).expect(201);
    const place = path === '/workflows' ? 'workflows' : 'tasks';
    const id = started[place === 'tasks' ? 'task_id' : 'workflow_id'];
    await eventually(async () => expect((await read(`/${place}/${id}`)).finished_at).not.toBeNull());
    return id;
  }

  /** Stores tasks as they are, then ends their retention. */
  async function forget(ids: readonly string[]): Promise<void> {
    const tasks = await stand.app.get(TaskStore).findMany(ids);
    const ends = tasks.map((task, i) => ({ id: ids[i] ?? '', finishedAt: task?.finishedAt ?? 0 }));
    await stand.app.get(Histories).get()?.confirm(ends);
    const { redis } = stand.sandbox;
    const past = Date.now() - 2 * DAY_MS;
    for (const [i, id] of ids.entries()) {
      await redis.hset(key(`tasks:${id}`), 'finishedOn', past + i);
      for (const set of ['completed', 'failed']) await redis.zadd(key(`tasks:${set}`), 'XX', past + i, id);
    }
    await eventually(async () => {
      await stand.worker.get(Retention).enter(0);
      await stand.worker.get(Retention).sweep();
      for (const id of ids) expect(await redis.exists(key(`tasks:${id}`))).toBe(0);
    });
  }

  async function forgetWorkflow(id: string): Promise<void> {
    await stand.sandbox.redis.zadd(key('finished-workflows'), 0, id);
    await stand.worker.get(WorkflowUpkeep).remove();
    expect(await stand.sandbox.redis.exists(key(`workflow:${id}`))).toBe(0);
  }

  it('is answered with the same JSON: a task, its result, log, transitions and payload', async () => {
    const options = { tags: ['a', 'b'], attempts: 2, backoff: { delay_ms: 1 }, priority: 'low' };
    const good = await ended('/tasks/math.divide', { payload: { x: 9, y: 3 }, options });
    const bad = await ended('/tasks/math.divide', { payload: { x: 9, y: 0 }, options });
    const paths = [good, bad].flatMap((id) => [
      ...[`/tasks/${id}`, `/tasks/${id}?include=payload`, `/result/${id}`],
      ...[`/tasks/${id}/logs`, `/tasks/${id}/transitions`],
    ]);
    const before = await Promise.all(paths.map(read));
    await forget([good, bad]);
    const after = await Promise.all(paths.map(read));
    expect(after).toEqual(before.map((json) => ({ ...json, archived: true })));
    expect(after[6]).toMatchObject({ status: 'FAILURE', errors: { length: 2 }, payload: { x: 9, y: 0 } });

    const client = await EventClient.open(`${url}/tasks/${bad}/events`);
    const result = (await client.all()).at(-1);
    expect(result).toMatchObject({
      event: 'result',
      data: { task_id: bad, errors: { length: 2 }, archived: true },
    });
    const { body: again } = await request(url).post(`/tasks/${good}/replay`).expect(201);
    expect(again).toMatchObject({ replay_of: good, tags: ['a', 'b'], max_attempts: 2, priority: 'low' });
  });

  it('is answered with the same JSON: a workflow with its items and hooks', async () => {
    const id = await ended('/workflows', {
      name: 'report',
      tags: ['c'],
      steps: {
        parts: { task: 'math.divide', payload: { x: { $item: '' }, y: 2 }, each: [2, 4] },
        last: { task: 'math.divide', payload: { x: 8, y: 2 }, after: ['parts'] },
      },
      on_end: { task: 'math.divide', payload: { x: 1, y: 1 } },
    });
    const hookEnded = async () => {
      const { hooks } = await read(`/workflows/${id}`);
      expect(hooks.on_end.finished_at).not.toBeNull();
    };
    await eventually(hookEnded);
    const path = `/workflows/${id}?items=true`;
    const before = await read(path);
    const step = await read(`/tasks/${before.steps.last.task_id}`);
    await forgetWorkflow(id);
    expect(await read(path)).toEqual({ ...before, archived: true });
    expect(await read(`/tasks/${step.task_id}`)).toEqual({ ...step, archived: true });
    expect((await request(url).get(`/workflows/${id}.mmd`).expect(200)).text).toContain('flowchart');
    const client = await EventClient.open(`${url}/workflows/${id}/events`);
    expect((await client.all()).map(({ event }) => event)).toEqual(['snapshot', 'end']);
    for (const verb of ['cancel', 'retry']) await request(url).post(`/workflows/${id}/${verb}`).expect(409);
    await request(url).delete(`/tasks/${step.task_id}`).expect(409);

    await request(url).delete(`/workflows/${id}`).expect(204);
    await request(url).get(path).expect(404);
    await request(url).get(`/tasks/${step.task_id}`).expect(404);
  });

  it('is gone after a DELETE, from the broker and from the history', async () => {
    const kept = await ended('/tasks/math.divide', { payload: { x: 1, y: 1 } });
    const archived = await ended('/tasks/math.divide', { payload: { x: 1, y: 1 } });
    await stand.app
      .get(Histories)
      .get()
      ?.confirm([{ id: kept, finishedAt: Date.now() }]);
    await forget([archived]);
    for (const id of [kept, archived]) {
      await request(url).delete(`/tasks/${id}`).expect(204);
      await request(url).get(`/tasks/${id}`).expect(404);
      await request(url).delete(`/tasks/${id}`).expect(404);
    }
    const stored = await stand.app.get(Histories).get()?.findMany([kept, archived], false);
    expect(stored).toEqual([undefined, undefined]);
  });
});
