import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import request from 'supertest';
import { fill, onceOver } from '../support/bulk.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/in-process.js';
import { type Stand, startStand } from '../support/stand.js';
import { NEW_SECRET, type WebhookReceiver, startReceiver } from '../support/webhook-receiver.js';

const HOUR_MS = 3_600_000;
const SETTINGS = {
  WEBHOOK_SECRETS: NEW_SECRET,
  FETCH_ALLOW_PRIVATE: 'true',
  DIVIDE_DELAY_MS: String(HOUR_MS),
  SHUTDOWN_TIMEOUT_MS: '100',
};

describe('a whole queue', () => {
  let stand: Stand;
  let receiver: WebhookReceiver;
  let executing: TestingModule;

  beforeEach(async () => {
    receiver = await startReceiver();
    stand = await startStand({}, { ...SETTINGS, WORKER_QUEUES: 'operations,webhooks' });
    const one = { WORKER_QUEUES: 'tasks', WORKER_CONCURRENCY: '1' };
    executing = await startWorker({ ...stand.sandbox.variables, ...one });
  });
  afterEach(async () => {
    await executing.close();
    await stand.stop();
    await receiver.close();
  });

  const server = () => stand.app.getHttpServer();
  const post = (path: string, body?: object) => request(server()).post(path).send(body);
  const get = async (path: string) => (await request(server()).get(path).expect(200)).body;
  const over = (id: string) => onceOver(server(), id, { status: 'SUCCESS' });
  const submit = (count: number, options: object = {}) =>
    fill(server(), count, { payload: { x: 4, y: 2 }, options });
  /** One running and 30 waiting tasks, two of them delayed. */
  const fillQueue = async () => {
    const told = { webhook_url: `${receiver.url}/ends` };
    const [running = ''] = await submit(1, told);
    await eventually(async () => expect(await get(`/tasks/${running}`)).toMatchObject({ status: 'STARTED' }));
    return {
      running,
      waiting: [...(await submit(28, told)), ...(await submit(2, { ...told, delay_ms: HOUR_MS }))],
    };
  };

  it.each(['revoke-waiting', 'drain'])(
    'requires its name for revoking its waiting tasks: %s',
    async (action) => {
      const [id = ''] = await submit(1, { delay_ms: HOUR_MS });
      for (const body of [undefined, { reason: 'x' }, { confirm: 'fetch' }])
        expect((await post(`/queues/tasks/${action}`, body).expect(422)).body.errors).toMatchObject([
          { pointer: '/confirm' },
        ]);
      expect(await get(`/tasks/${id}`)).toMatchObject({ status: 'PENDING' });
      await post(`/queues/tasks/${action}`, { confirm: 'tasks' }).expect(202);
      await eventually(async () => expect(await get(`/tasks/${id}`)).toMatchObject({ status: 'REVOKED' }));
    },
  );

  it('can have its waiting tasks revoked, with their webhooks sent, while running ones continue', async () => {
    const { running, waiting } = await fillQueue();
    const order = { confirm: 'tasks', reason: 'the job is off' };
    const { body, headers } = await post('/queues/tasks/revoke-waiting', order).expect(202);
    expect(headers['location']).toBe(`/bulk-actions/${body.bulk_action_id}`);
    expect(body).toMatchObject({
      ...{ action: 'revoke-waiting', reason: 'the job is off' },
      filter: { queue: 'tasks' },
    });
    expect(await over(body.bulk_action_id)).toMatchObject({ matched: 30, done: 30, skipped: 0, failed: 0 });
    for (const id of waiting)
      expect(await get(`/tasks/${id}`)).toMatchObject({ status: 'REVOKED', revoke_reason: 'the job is off' });
    expect(await get(`/tasks/${running}`)).toMatchObject({ status: 'STARTED', cancel_requested_at: null });
    await eventually(() => expect(receiver.received).toHaveLength(30));
    const told = receiver.at('/ends').map((webhook) => webhook.verified().data);
    expect(told.map(({ task_id }) => task_id).sort()).toEqual([...waiting].sort());
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['REVOKED']));
    const [later = ''] = await submit(1);
    expect(await get(`/tasks/${later}`)).toMatchObject({ status: 'PENDING' });
  });

  it('can be purged: waiting tasks are REVOKED with their webhooks sent, final ones deleted, running ones continue', async () => {
    const { running, waiting } = await fillQueue();
    const cancelled = waiting.slice(0, 5);
    for (const id of cancelled) await post(`/tasks/${id}/cancel`).expect(200);
    const { body } = await post('/queues/tasks/purge', { confirm: 'tasks' }).expect(202);
    expect(await over(body.bulk_action_id)).toMatchObject({
      action: 'purge',
      matched: 30,
      done: 30,
      failed: 0,
    });
    for (const id of cancelled) await request(server()).get(`/tasks/${id}`).expect(404);
    for (const id of waiting.slice(5))
      expect(await get(`/tasks/${id}`)).toMatchObject({
        ...{ status: 'REVOKED', revoke_reason: 'the queue was purged' },
      });
    expect(await get(`/tasks/${running}`)).toMatchObject({ status: 'STARTED', cancel_requested_at: null });
    await eventually(() => expect(receiver.received).toHaveLength(30));
  });

  it('requires its name for a purge', async () => {
    const [id = ''] = await submit(1, { delay_ms: HOUR_MS });
    for (const [confirm, message] of [
      ['fetch', 'confirm must be "tasks", the name of the queue; got "fetch"'],
      [undefined, 'confirm must be the name of the queue, got nothing'],
    ]) {
      const { body } = await post('/queues/tasks/purge', { confirm }).expect(422);
      expect(body.errors).toEqual([{ pointer: '/confirm', message }]);
    }
    expect(await get(`/tasks/${id}`)).toMatchObject({ status: 'PENDING' });
    expect((await get('/bulk-actions')).items).toEqual([]);
  });

  it('cannot be the one that runs the action, nor an unknown one', async () => {
    for (const [path, body] of [
      ['/queues/operations/revoke-waiting', { confirm: 'operations' }],
      ['/queues/operations/drain', { confirm: 'operations' }],
      ['/queues/operations/purge', { confirm: 'operations' }],
    ] as const) {
      const { body: answer } = await post(path, body).expect(422);
      expect(answer.errors).toEqual([expect.objectContaining({ parameter: 'name' })]);
    }
    await post('/queues/nothing/revoke-waiting', { confirm: 'nothing' }).expect(404);
    await post('/queues/nothing/purge', { confirm: 'nothing' }).expect(404);
  });
});
