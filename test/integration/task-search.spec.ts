import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { Histories, SearchTooBroadError } from '../../src/core/history/task-history.js';
import { OpenResponseLimit } from '../../src/api/streams/open-response-limit.js';
import { BrokerUnavailableError } from '../../src/core/redis/broker.errors.js';
import { TaskFinder } from '../../src/core/search/task-finder.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { isFinal } from '../../src/core/task/task-status.js';
import { eventually } from '../support/eventually.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { MemoryHistory } from '../support/memory-history.js';
import { type Stand, startStand } from '../support/stand.js';

describe('GET /tasks?q=', () => {
  let stand: Stand;
  /** Newest first. */
  const ids: string[] = [];

  beforeAll(async () => {
    stand = await startStand({}, { API_KEYS });
    for (let i = 0; i < 12; i += 1) {
      const task = { payload: { x: i, y: i % 3 }, options: { tags: [`n${i}`], attempts: 1 } };
      const { body } = await request(server())
        .post('/tasks/math.divide')
        .set(bearer(KEYS.submitter))
        .send(task)
        .expect(201);
      ids.unshift(body.task_id as string);
    }
    await eventually(async () => {
      const tasks = await stand.app.get(TaskStore).findMany(ids);
      expect(tasks.every((task) => task && isFinal(task.status))).toBe(true);
    });
  });
  afterAll(() => stand.stop());

  const server = () => stand.app.getHttpServer();
  const get = (path: string, query: object = {}, role: keyof typeof KEYS = 'viewer') =>
    request(server()).get(path).query(query).set(bearer(KEYS[role]));
  const search = async (query: object, role?: keyof typeof KEYS) =>
    (await get('/tasks', query, role).expect(200)).body;
  const idsOf = (body: { items: { task_id: string }[] }) => body.items.map(({ task_id: id }) => id);
  const failed = () => ids.filter((_, i) => (11 - i) % 3 === 0);

  it('finds what fits the query and the other parameters', async () => {
    const body = await search({ q: 'status:FAILURE' });
    expect(idsOf(body)).toEqual(failed());
    expect(body).toMatchObject({ next_cursor: null, looked: { complete: true, until: null, missing: null } });
    expect(idsOf(await search({ q: '-tag:n0', status: 'FAILURE', name: 'math.divide' }))).toEqual(
      failed().slice(0, 3),
    );
    expect(idsOf(await search({ q: 'error:"division by zero" tag:n3|n4|n5' }))).toEqual([ids[8]]);
  });

  it('keeps the answer of today without them', async () => {
    expect(Object.keys(await search({ status: 'FAILURE' }))).toEqual(['items', 'next_cursor']);
  });

  it('pages by an opaque cursor, in another order', async () => {
    const seen: string[] = [];
    const query = { q: 'created:>-2h', sort: 'finished', order: 'asc', limit: 5 };
    for (let cursor: string | null | undefined; cursor !== null;) {
      const body = await search({ ...query, ...(cursor && { cursor }) });
      seen.push(...idsOf(body));
      cursor = body.next_cursor;
    }
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  it('counts if asked', async () => {
    const { count } = await search({ q: 'status:FAILURE', count: 'estimate', limit: 1 });
    expect(count).toEqual({ value: 4, relation: 'exact' });
  });

  it('refuses cursors of other searches, and made up ones', async () => {
    const { next_cursor: cursor } = await search({ q: 'name:math.*', limit: 2 });
    await get('/tasks', { q: 'name:math.*', limit: 2, cursor }).expect(200);
    const encoded = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const parts = JSON.parse(Buffer.from(String(cursor), 'base64url').toString()) as unknown[];
    const hostile = [
      ...[ids[0], 'x', '{', '[]', encoded({}), encoded(null), encoded([...parts, 1])],
      ...[
        encoded(parts.with(4, [1])),
        encoded(parts.with(4, ['1', ids[0]])),
        encoded(parts.with(4, [1, 'wait'])),
      ],
      ...[
        encoded(parts.with(5, ['', {}])),
        encoded(parts.with(5, ['active', ''])),
        encoded(parts.with(2, 1e16)),
      ],
      ...[encoded(parts.with(0, '__proto__')), encoded(parts.with(1, null)), encoded(parts.with(3, 'other'))],
    ];
    for (const each of hostile)
      expect([each, (await get('/tasks', { q: 'name:math.*', cursor: each })).status]).toEqual([each, 400]);
    await get('/tasks', { q: 'name:fetch.*', cursor }).expect(400);
    await get('/tasks', { q: 'name:math.*', sort: 'run_ms', cursor }).expect(400);
    await get('/tasks', { cursor }).expect(400);
  });

  it('explains a mistake in the query by its column', async () => {
    const { body } = await get('/tasks', { q: 'status:FAILURE stauts:x' }).expect(422);
    expect(body).toMatchObject({ code: 'validation' });
    expect(body.errors[0]).toMatchObject({
      parameter: 'q',
      column: 16,
      suggestions: expect.arrayContaining(['status']),
    });
  });

  it.each([
    { sort: 'name' },
    { order: 'up' },
    { count: 'exact' },
    { include: 'result' },
    { q: 'x'.repeat(2_001) },
    { q: 'a', queue: 'wait' },
  ])('refuses %#', (query) => get('/tasks', query).expect(422));

  it('shows payloads to admins, and lets nobody else search in them', async () => {
    const body = await search({ q: 'payload.x:3', include: 'payload' }, 'admin');
    expect(body.items).toMatchObject([{ task_id: ids[8], payload: { x: 3, y: 0 } }]);
    expect((await search({ q: 'payload.x:3' }, 'admin')).items[0]).not.toHaveProperty('payload');
    for (const query of [{ q: 'payload.x:3' }, { include: 'payload' }]) {
      const { body: problem } = await get('/tasks', query, 'operator').expect(403);
      expect(problem.detail).toMatch(/admin/);
      await get('/tasks/export', query, 'operator').expect(403);
    }
  });

  describe('with a history', () => {
    let history: MemoryHistory;
    beforeAll(async () => {
      history = new MemoryHistory();
      const [task] = await stand.app.get(TaskStore).findMany(failed());
      if (task)
        history.keep({ task: { ...task, id: '01890000-0000-7000-8000-000000000001' }, payload: { x: 3 } });
      history.until = 0;
      stand.app.get(Histories, { strict: false }).use(history);
    });
    afterAll(() => stand.app.get(Histories, { strict: false }).use(undefined as never));

    it('marks what only the history has', async () => {
      const { items } = await search({ q: 'status:FAILURE' });
      expect(items).toHaveLength(5);
      expect(items.map(({ archived }: { archived?: boolean }) => archived)).toEqual([
        ...[undefined, undefined, undefined, undefined, true],
      ]);
    });

    it('says that it is missing while it does not answer, and does not export then', async () => {
      history.isAway = true;
      const { looked } = await search({ q: 'status:FAILURE' });
      expect(looked).toMatchObject({ complete: false, missing: 'history' });
      expect((await get('/tasks/export').expect(503)).body).toMatchObject({ code: 'history-unavailable' });
      history.isAway = false;
    });

    it('tells what to narrow in a query that would take too long', async () => {
      jest
        .spyOn(history, 'search')
        .mockRejectedValueOnce(new SearchTooBroadError('Add a time: created:>-7d'));
      const { body } = await get('/tasks', { q: 'x' }).expect(422);
      expect(body.errors).toEqual([{ parameter: 'q', message: 'Add a time: created:>-7d' }]);
    });
  });

  describe('GET /tasks/export', () => {
    const lines = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    const exported = async (query: object) => {
      const { body, headers } = await get('/tasks/export', query, 'admin')
        .buffer(true)
        .parse(textOf)
        .expect(200);
      expect(headers['content-type']).toBe('application/jsonl; charset=utf-8');
      return lines(String(body));
    };

    it('sends every task that matches, a line each', async () => {
      const tasks = await exported({ q: 'name:math.divide', include: 'payload' });
      expect(tasks.map(({ task_id: id }) => id)).toEqual(ids);
      expect(tasks[0].payload).toEqual({ x: 11, y: 2 });
    });

    describe('that is interrupted', () => {
      afterEach(() => void jest.restoreAllMocks());

      /** Endless pages of the same task. `find` counts them. */
      async function endless() {
        const finder = stand.app.get(TaskFinder, { strict: false });
        const page = await finder.find({
          ...{ conditions: [], sort: 'created', order: 'desc', limit: 1, withPayload: false },
        });
        return { page, find: jest.spyOn(finder, 'find').mockResolvedValue(page) };
      }

      it('ends with the problem if it cannot be completed', async () => {
        const { page, find } = await endless();
        find.mockResolvedValueOnce(page).mockResolvedValueOnce(page);
        find.mockRejectedValueOnce(new BrokerUnavailableError(new Error('gone')));
        const sent = await exported({});
        expect(sent).toHaveLength(3);
        expect(sent[0]).toMatchObject({ task_id: ids[0] });
        expect(sent[2]).toMatchObject({ error: { code: 'broker-unavailable', status: 503 } });
      });

      it('lacks nothing: without the history it ends with a problem, too', async () => {
        const { page, find } = await endless();
        find.mockResolvedValueOnce(page);
        find.mockResolvedValueOnce({ ...page, looked: { ...page.looked, missing: 'history' } });
        const sent = await exported({});
        expect(sent.at(-1)).toMatchObject({ error: { code: 'history-unavailable' } });
      });

      it('lacks nothing: it ends with a problem if more tasks than can be sorted are left', async () => {
        const { page, find } = await endless();
        find.mockResolvedValueOnce(page);
        find.mockResolvedValueOnce({ ...page, next: null, looked: { ...page.looked, isComplete: false } });
        const sent = await exported({ sort: 'run_ms' });
        expect(sent).toHaveLength(2);
        expect(sent[1]).toMatchObject({
          error: { status: 422, errors: [{ message: expect.stringMatching(/sort=created/) }] },
        });
      });

      it('stops reading when its client has left', async () => {
        const { find } = await endless();
        const held = jest.spyOn(stand.app.get(OpenResponseLimit, { strict: false }), 'tryHold');
        await once(server().listen(0, '127.0.0.1'), 'listening');
        const { port } = server().address() as AddressInfo;
        const headers = { Authorization: `Bearer ${KEYS.viewer}` };
        const leaving = http.get({ port, path: '/tasks/export', headers });
        const [incoming] = (await once(leaving, 'response')) as [http.IncomingMessage];
        await once(incoming, 'data');
        incoming.destroy();
        // It is ended only when nothing is read any more.
        const [response] = held.mock.calls[0] ?? [];
        await eventually(() => expect(response).toMatchObject({ closed: true, writableEnded: true }));
        expect(find).toHaveBeenCalled();
      });
    });

    it('answers a mistake before it begins', () => get('/tasks/export', { q: 'no:such' }).expect(422));
  });
});

/** Reads a response of a type that supertest does not know. */
function textOf(response: request.Response, done: (error: Error | null, text: string) => void): void {
  let text = '';
  response.on('data', (chunk: Buffer) => (text += chunk.toString()));
  response.on('end', () => done(null, text));
}
