import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { eventually } from '../support/eventually.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { type Stand, startStand } from '../support/stand.js';
import { OtherTask, WordTask, WordTasks, scene } from '../support/word-tasks.js';

interface Group {
  fingerprint: string;
  name: string;
  state: string;
  count: number;
  counts: number[];
  task_ids: string[];
}

describe('/errors without a history', () => {
  let stand: Stand;
  let word: Group;
  let other: Group;

  beforeAll(async () => {
    stand = await startStand({ modules: [WordTasks] }, { API_KEYS });
    await submit(WordTask, ['a', 'bc', 'def']);
    await submit(OtherTask, ['fly']);
    [other, word] = await list();
  });
  afterAll(() => stand.stop());
  beforeEach(() => {
    scene.isMended = false;
  });

  const api = () => request(stand.app.getHttpServer());
  const get = async (path: string, query: object = {}) =>
    (await api().get(path).query(query).set(bearer(KEYS.viewer)).expect(200)).body;
  const list = async (query: object = {}): Promise<[Group, Group]> => (await get('/errors', query)).items;
  const post = (path: string, body: object = {}, role: keyof typeof KEYS = 'operator') =>
    api().post(path).set(bearer(KEYS[role])).send(body);
  const act = async (group: Group, verb: string, body: object = {}) =>
    (await post(`/errors/${group.fingerprint}/${verb}`, body).expect(200)).body;
  const stateOf = async (group: Group) => (await get(`/errors/${group.fingerprint}`)).state;
  const until = (id: string, status: string) =>
    eventually(async () => expect((await get(`/tasks/${id}`)).status).toBe(status));
  /** Submits one task after the other, until all have failed. */
  const submit = async (task: typeof WordTask, words: readonly string[], status = 'FAILURE') => {
    const ids: string[] = [];
    for (const one of words) {
      const { id } = await stand.app.get(TaskQueue).submit(task, { word: one });
      await until(id, status);
      ids.push(id);
    }
    return ids;
  };

  it('groups failures by type and message pattern, the latest first', async () => {
    const body = await get('/errors');
    expect(body).toMatchObject({ source: 'broker', is_complete: true, next_cursor: null });
    expect(body.counts_step_ms).toBe(3_600_000);
    expect(body.items).toMatchObject([
      { name: 'test.other', queues: ['fetch'], message_pattern: 'no way to fly', count: 1 },
      {
        name: 'test.word',
        queues: ['tasks'],
        error_type: 'RangeError',
        message_pattern: 'cannot say <string> <number> times',
        state: 'open',
        decision: null,
        count: 3,
        counts: [...Array.from({ length: 23 }, () => 0), 3],
        versions: [expect.stringMatching(/^\d+\.\d+\.\d+/)],
      },
    ]);
    const { task_ids: ids, first_seen_at: first, last_seen_at: last } = body.items[1];
    expect(ids).toHaveLength(3);
    expect((await get(`/tasks/${ids[0]}`)).finished_at).toBe(last);
    expect((await get(`/tasks/${ids[2]}`)).finished_at).toBe(first);
  });

  it('filters, sorts and pages', async () => {
    expect(await list({ sort: 'count' })).toMatchObject([{ name: 'test.word' }, { name: 'test.other' }]);
    expect(await list({ name: 'test.word' })).toMatchObject([{ name: 'test.word' }]);
    expect(await list({ queue: 'fetch' })).toMatchObject([{ name: 'test.other' }]);
    expect(await list({ queue: 'webhooks' })).toEqual([]);
    for (const sort of ['count', 'last_seen']) {
      const first = await get('/errors', { sort, limit: 1 });
      const second = await get('/errors', { sort, limit: 1, cursor: first.next_cursor });
      expect(second.next_cursor).toBeNull();
      expect([...first.items, ...second.items]).toEqual(await list({ sort }));
    }
  });

  it('counts the failures of a period only, and shows when the first was seen', async () => {
    const old = Date.now() - 2 * 3_600_000;
    const job = `${stand.sandbox.prefix}:fetch:${other.task_ids[0]}`;
    await stand.sandbox.redis.hset(job, { finishedOn: old });
    await stand.sandbox.redis.zadd(`${stand.sandbox.prefix}:fetch:failed`, old, other.task_ids[0] ?? '');
    expect(await list({ window: '1h' })).toMatchObject([{ name: 'test.word' }]);
    const one = await get(`/errors/${other.fingerprint}`, { window: '1h' });
    expect(one).toMatchObject({ count: 0, last_seen_at: new Date(old).toISOString() });
    const { items } = await get('/errors', { window: '4h', queue: 'fetch' });
    expect(items[0].counts.slice(11, 13).reduce((a: number, b: number) => a + b)).toBe(1);
  });

  it('resolves a group, which reopens by itself when it comes again', async () => {
    const resolved = await act(word, 'resolve', { note: 'fixed in 2.0' });
    expect(resolved).toMatchObject({
      state: 'resolved',
      decision: { decision: 'resolved', by: 'operator', note: 'fixed in 2.0', until: null },
    });
    expect(await list({ state: 'resolved' })).toMatchObject([{ fingerprint: word.fingerprint }]);
    expect(await list({ state: 'open' })).toMatchObject([{ fingerprint: other.fingerprint }]);
    await submit(WordTask, ['again']);
    expect(await stateOf(word)).toBe('reopened');
    expect(await list({ state: 'reopened' })).toMatchObject([{ fingerprint: word.fingerprint }]);
    expect(await list({ state: 'open' })).toHaveLength(2);
    expect(await act(word, 'reopen')).toMatchObject({ state: 'open', decision: null });
    expect(await stateOf(word)).toBe('open');
  });

  it('ignores a group until a time', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect(await act(word, 'ignore', { until })).toMatchObject({ state: 'ignored', decision: { until } });
    await submit(WordTask, ['once']);
    expect(await stateOf(word)).toBe('ignored');
    const key = `${stand.sandbox.prefix}:error-marks`;
    const mark = JSON.parse((await stand.sandbox.redis.hget(key, word.fingerprint)) ?? '');
    await stand.sandbox.redis.hset(key, word.fingerprint, JSON.stringify({ ...mark, until: Date.now() - 1 }));
    expect(await stateOf(word)).toBe('open');
    const past = await post(`/errors/${word.fingerprint}/ignore`, { until: '2020-01-01T00:00:00Z' });
    expect([past.status, past.body.errors]).toMatchObject([422, [{ pointer: '/until' }]]);
  });

  it('runs the tasks of a group again, and counts them in a dry run', async () => {
    const { count } = await get(`/errors/${word.fingerprint}`);
    const dry = await act(word, 'redrive', { dry_run: true });
    expect(dry).toMatchObject({
      dry_run: true,
      matched: count,
      archived: null,
      succeeded: [],
      next_cursor: null,
    });
    scene.isMended = true;
    const { succeeded, failed } = await act(word, 'redrive');
    expect([succeeded.length, failed]).toEqual([count, []]);
    for (const id of succeeded) await until(id, 'SUCCESS');
    expect((await get('/errors', { name: 'test.word' })).items).toEqual([]);
    await post(`/errors/${word.fingerprint}/redrive`).expect(404);
  });

  it('records decisions in the audit log, with their notes', async () => {
    await act(other, 'resolve', { note: 'gone' });
    const { body } = await api()
      .get('/audit')
      .query({ action: 'error' })
      .set(bearer(KEYS.operator))
      .expect(200);
    expect(body.items[0]).toMatchObject({
      ...{ who: 'operator', action: 'error.resolve', target: other.fingerprint, outcome: 'succeeded' },
      details: { note: 'gone' },
    });
  });

  it('answers only operators and above with acts', async () => {
    for (const verb of ['resolve', 'ignore', 'reopen', 'redrive'])
      await post(`/errors/${other.fingerprint}/${verb}`, {}, 'submitter').expect(403);
    await api().get('/errors').expect(401);
  });

  it('answers 404 for an unknown group, and 422 or 400 for odd input', async () => {
    for (const name of ['0000000000000000', 'x', '%2e%2e'])
      expect((await api().get(`/errors/${name}`).set(bearer(KEYS.viewer))).status).toBe(404);
    for (const verb of ['resolve', 'ignore', 'reopen', 'redrive'])
      expect((await post(`/errors/0000000000000000/${verb}`)).body.code).toBe('error-not-found');
    for (const query of [
      { window: '5x' },
      { window: '999d' },
      { sort: 'name' },
      { state: 'new' },
      { queue: 'no' },
    ])
      await api().get('/errors').query(query).set(bearer(KEYS.viewer)).expect(422);
    await api().get('/errors').query({ cursor: 'odd' }).set(bearer(KEYS.viewer)).expect(400);
    await post(`/errors/${other.fingerprint}/resolve`, { note: 'x'.repeat(501) }).expect(422);
  });
});
