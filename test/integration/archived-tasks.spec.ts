import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { IsString } from 'class-validator';
import request from 'supertest';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { Archiving } from '../support/archiving.js';
import { EventClient } from '../support/event-client.js';
import { eventually } from '../support/eventually.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { type Stand, startStand } from '../support/stand.js';

const UNKNOWN_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';

class Login {
  @IsString()
  user!: string;

  @IsString()
  password!: string;
}

@Task({ name: 'test.login', queue: 'tasks', payload: Login, redact: ['password'], attempts: 1 })
class LoginTask implements TaskHandler<Login, string> {
  async run({ user }: Login, { log, progress }: TaskContext): Promise<string> {
    await log(`hello ${user}`);
    await progress(100);
    if (user === 'eve') throw new RangeError('not you');
    return user;
  }
}

@Module({ providers: [LoginTask] })
class TestTasks {}

describe('a task that the broker has forgotten', () => {
  let stand: Stand;
  let archiving: Archiving;
  let url: string;

  beforeAll(async () => {
    stand = await startStand(
      { modules: [TestTasks] },
      { API_KEYS, PAYLOAD_KEYS: Buffer.alloc(32, 7).toString('base64') },
    );
    archiving = new Archiving(stand);
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
  });
  afterAll(() => stand.stop());
  beforeEach(() => {
    archiving.history.isAway = false;
  });

  const get = (path: string, role: keyof typeof KEYS = 'viewer') =>
    request(url).get(path).set(bearer(KEYS[role]));
  const post = (path: string, body: object = {}, role: keyof typeof KEYS = 'operator') =>
    request(url).post(path).set(bearer(KEYS[role])).send(body);
  const read = async (path: string, role?: keyof typeof KEYS) => (await get(path, role).expect(200)).body;

  async function ended(user = 'ada', options: object = {}): Promise<string> {
    const order = { payload: { user, password: 'hunter2' }, options };
    const { body } = await post('/tasks/test.login', order, 'submitter').expect(201);
    await eventually(async () => expect((await read(`/tasks/${body.task_id}`)).finished_at).not.toBeNull());
    return body.task_id;
  }

  async function archived(user?: string, options?: object): Promise<string> {
    const id = await ended(user, options);
    await archiving.record(id, [`hello ${user ?? 'ada'}`]);
    await archiving.forget(id);
    return id;
  }

  it.each([
    ['', 'viewer'],
    ['', 'admin'],
    ['/logs', 'viewer'],
    ['/transitions', 'viewer'],
    ['?include=payload', 'admin'],
  ] as const)('is answered as before at /tasks/{id}%s, for the role %s', async (path, role) => {
    const id = await ended('eve');
    const before = await read(`/tasks/${id}${path}`, role);
    expect(before).not.toHaveProperty('archived');
    await archiving.record(id, ['hello eve']);
    await archiving.forget(id);
    expect(await read(`/tasks/${id}${path}`, role)).toEqual({ ...before, archived: true });
  });

  it('keeps its result', async () => {
    const id = await archived();
    const result = { status: 'SUCCESS', result: 'ada', archived: true };
    expect(await read(`/result/${id}`)).toEqual(result);
    expect(await read(`/result/${id.toUpperCase()}`)).toEqual(result);
  });

  it('sends the events of its end', async () => {
    const id = await archived();
    const client = await EventClient.open(`${url}/tasks/${id}/events`, undefined, bearer(KEYS.viewer));
    const events = await client.all();
    expect(events.map(({ event }) => event)).toEqual(['snapshot', 'log', 'result']);
    expect(events[1]?.data).toEqual({ first: 0, lines: ['hello ada'] });
    expect(events[2]?.data).toEqual(await read(`/tasks/${id}`));
    const again = await EventClient.open(`${url}/tasks/${id}/events`, client.lastId, bearer(KEYS.viewer));
    expect(again.response.statusCode).toBe(204);
  });

  it('shows its payload to admins only, without secrets', async () => {
    const id = await archived();
    for (const role of ['viewer', 'submitter', 'operator'] as const)
      await get(`/tasks/${id}?include=payload`, role).expect(403);
    const { payload } = await read(`/tasks/${id}?include=payload`, 'admin');
    expect(payload).toEqual({ user: 'ada', password: '[redacted]' });
    await get(`/tasks/${id}?include=everything`, 'admin').expect(422);
  });

  it.each(['cancel', 'retry', 'promote'])('cannot %s', async (action) => {
    const id = await archived('eve');
    const { body } = await post(`/tasks/${id}/${action}`).expect(409);
    expect(body).toMatchObject({ code: 'state-conflict', detail: expect.stringContaining('/replay') });
  });

  it('can be replayed with a payload, and without one if no secret is missing', async () => {
    const id = await archived('ada', { tags: ['a'], priority: 'high', attempts: 2 });
    const { body: refusal } = await post(`/tasks/${id}/replay`).expect(409);
    expect(refusal.detail).toContain('no secrets');
    const payload = { user: 'bob', password: 'hunter3' };
    const { body } = await post(`/tasks/${id}/replay`, { payload }).expect(201);
    expect(body).toMatchObject({ replay_of: id, tags: ['a'], priority: 'high', max_attempts: 2 });

    const { body: division } = await post('/tasks/math.divide', { payload: { x: 6, y: 2 } });
    await eventually(async () => expect((await read(`/result/${division.task_id}`)).result).toBe(3));
    await archiving.record(division.task_id);
    await archiving.forget(division.task_id);
    const { body: again } = await post(`/tasks/${division.task_id}/replay`).expect(201);
    await eventually(async () => expect((await read(`/result/${again.task_id}`)).result).toBe(3));
  });

  it('is not found if the history does not have it either', async () => {
    for (const path of [
      `/tasks/${UNKNOWN_ID}`,
      `/result/${UNKNOWN_ID}`,
      `/tasks/${UNKNOWN_ID}/logs`,
      '/tasks/x',
    ])
      expect((await get(path).expect(404)).body.code).toBe('task-not-found');
  });

  it('is a 503 while the history is away, never a 404', async () => {
    const id = await archived();
    archiving.history.isAway = true;
    for (const path of ['', '/logs', '/transitions', '/events']) {
      const { body, headers } = await get(`/tasks/${id}${path}`).expect(503);
      expect(body.code).toBe('history-unavailable');
      expect(headers['retry-after']).toBe('5');
    }
    await post(`/tasks/${id}/cancel`).expect(503);
    await post(`/tasks/${id}/replay`).expect(503);
  });

  it('is answered from its record until the history has it', async () => {
    const id = await ended();
    const before = await read(`/tasks/${id}`);
    await archiving.expire(id);
    const over = { ...before, archived: true, finished_at: expect.any(String) };
    expect(await read(`/tasks/${id}`)).toEqual(over);
    archiving.history.isAway = true;
    expect(await read(`/tasks/${id}`)).toEqual(over);
    expect((await read(`/tasks/${id}/logs`)).lines).toEqual(['hello ada']);
  });
});
