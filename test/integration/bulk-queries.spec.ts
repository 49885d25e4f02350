import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { Histories } from '../../src/core/history/task-history.js';
import { BulkIds } from '../../src/api/bulk-actions/bulk-ids.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import { bulkOf, fill, onceOver } from '../support/bulk.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { MemoryHistory } from '../support/memory-history.js';
import { type Stand, startStand } from '../support/stand.js';

const HOUR_MS = 3_600_000;

describe('POST /bulk-actions with a query', () => {
  let stand: Stand;
  let tag: string;
  let number = 0;

  beforeAll(async () => {
    // Submitted tasks wait: only bulk actions are executed.
    stand = await startStand({}, { WORKER_QUEUES: 'operations' });
  });
  beforeEach(() => {
    tag = `q${(number += 1)}`;
  });
  afterAll(() => stand.stop());

  const server = () => stand.app.getHttpServer();
  const order = (body: object) => bulkOf(server(), body);
  const over = (id: string) => onceOver(server(), id, { status: 'SUCCESS' });
  const submit = (count: number, payload: object = { x: 4, y: 2 }) =>
    fill(server(), count, { payload, options: { tags: [tag] } });
  const statusesOf = async (ids: readonly string[]) =>
    (await stand.app.get(TaskStore).findMany(ids)).map((task) => task?.status);

  it('acts on the tasks that match, and on no others', async () => {
    const ids = await submit(230);
    const others = await submit(3, { x: 9, y: 9 });
    const { bulk_action_id: id, ...body } = await order({ action: 'cancel', q: `tag:${tag} payload.x:4` });
    expect(body).toMatchObject({ filter: null, q: `tag:${tag} payload.x:4`, dry_run_id: null });
    expect(await over(id)).toMatchObject({
      matched: 230,
      done: 230,
      skipped: 0,
      truncated: false,
      progress: 100,
    });
    expect(new Set(await statusesOf(ids))).toEqual(new Set(['REVOKED']));
    expect(new Set(await statusesOf(others))).toEqual(new Set(['PENDING']));
  });

  it('acts on exactly the tasks that a dry run has fixed', async () => {
    const ids = await submit(30);
    const { bulk_action_id: dry } = await order({ action: 'cancel', q: `tag:${tag}`, dry_run: true });
    expect(await over(dry)).toMatchObject({ matched: 30, done: 0, sample: ids.toReversed().slice(0, 20) });
    expect(new Set(await statusesOf(ids))).toEqual(new Set(['PENDING']));
    const later = await submit(2);
    await request(server()).post(`/tasks/${ids[0]}/cancel`).expect(200);
    const { bulk_action_id: id } = await order({ action: 'cancel', dry_run_id: dry.toUpperCase() });
    expect(await over(id)).toMatchObject({ matched: 29, done: 29, q: null, dry_run_id: dry });
    expect(new Set(await statusesOf(ids))).toEqual(new Set(['REVOKED']));
    expect(await statusesOf(later)).toEqual(['PENDING', 'PENDING']);
  });

  it('leaves the tasks of a dry run to other orders that name it', async () => {
    await submit(3);
    const { bulk_action_id: dry } = await order({ action: 'cancel', q: `tag:${tag}`, dry_run: true });
    await over(dry);
    const list = `${stand.sandbox.prefix}:bulk-ids:${dry}`;
    expect(await stand.sandbox.redis.pttl(list)).toBeLessThanOrEqual(HOUR_MS);
    await over((await order({ action: 'cancel', dry_run_id: dry })).bulk_action_id);
    expect(await stand.sandbox.redis.pttl(list)).toBeGreaterThan(HOUR_MS);
  });

  it('fails an action whose tasks are gone, instead of calling it done', async () => {
    await submit(250);
    jest.spyOn(stand.worker.get(BulkIds, { strict: false }), 'read').mockResolvedValueOnce([]);
    const { bulk_action_id: id } = await order({ action: 'cancel', q: `tag:${tag}` });
    const body = await onceOver(server(), id, { status: 'FAILURE' });
    expect(body).toMatchObject({ matched: 0, done: 0 });
  });

  it('refuses a dry run of another action, an unknown one, one by filter and one that is too old', async () => {
    const dryRun = async (body: object) => {
      const { bulk_action_id: id } = await order({ ...body, dry_run: true });
      await over(id);
      return id as string;
    };
    await submit(1);
    const old = await dryRun({ action: 'cancel', q: `tag:${tag}` });
    await stand.sandbox.redis.del(`${stand.sandbox.prefix}:bulk-ids:${old}`);
    const cases = [
      [await dryRun({ action: 'cancel', q: `tag:${tag}` }), 'retry', /of cancel/],
      [newTaskId(), 'cancel', /not exist/],
      [await dryRun({ action: 'cancel', filter: { tag } }), 'cancel', /by query/],
      [old, 'cancel', /an hour/],
    ] as const;
    for (const [dry_run_id, action, message] of cases) {
      const { body } = await request(server()).post('/bulk-actions').send({ action, dry_run_id }).expect(422);
      expect(body.errors).toEqual([{ pointer: '/dry_run_id', message: expect.stringMatching(message) }]);
    }
  });

  it('deletes from the history what the broker has forgotten', async () => {
    const [first = '', second = ''] = await submit(2);
    await over((await order({ action: 'cancel', q: `id:${first}|${second}` })).bulk_action_id);
    const [task] = await stand.app.get(TaskStore).findMany([first]);
    const gone = '01890000-0000-7000-8000-000000000001';
    const history = new MemoryHistory();
    if (task) history.keep({ task: { ...task, id: gone }, payload: {} });
    history.until = 0;
    for (const each of [stand.app, stand.worker]) each.get(Histories, { strict: false }).use(history);
    const done = await over((await order({ action: 'delete', q: `tag:${tag}` })).bulk_action_id);
    expect(done).toMatchObject({ matched: 3, done: 3, failed: 0 });
    expect(await history.findMany([gone], false)).toEqual([undefined]);
    for (const each of [stand.app, stand.worker])
      each.get(Histories, { strict: false }).use(undefined as never);
  });

  it.each([
    [{ q: 'no:such' }, { pointer: '/q', column: 1 }],
    [{ q: '   ' }, { pointer: '/q' }],
    [{ q: 'status:SUCCESS' }, { pointer: '/q', message: expect.stringMatching(/cancel applies to/) }],
    [{ q: 'tag:x', filter: { tag: 'x' } }, { pointer: '/q' }],
    [{ q: 'tag:x', dry_run_id: newTaskId() }, { pointer: '/dry_run_id' }],
    [{ dry_run_id: newTaskId(), dry_run: true }, { pointer: '/dry_run' }],
    [{ dry_run_id: 'x' }, { pointer: '/dry_run_id' }],
    [{ q: 'tag:x', sees_payloads: true }, { pointer: '/sees_payloads' }],
  ])('refuses %j', async (selection, error) => {
    const { body } = await request(server())
      .post('/bulk-actions')
      .send({ action: 'cancel', ...selection })
      .expect(422);
    expect(body.errors[0]).toMatchObject(error);
  });
});

describe('POST /bulk-actions with a query into payloads', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await startStand({}, { API_KEYS, WORKER_QUEUES: 'operations' });
  });
  afterAll(() => stand.stop());

  it('is for admins only', async () => {
    const ask = (role: keyof typeof KEYS) =>
      request(stand.app.getHttpServer())
        .post('/bulk-actions')
        .set(bearer(KEYS[role]))
        .send({ action: 'cancel', q: 'payload.x:1' });
    expect((await ask('operator').expect(403)).body.detail).toMatch(/admins/);
    await ask('admin').expect(202);
  });
});
