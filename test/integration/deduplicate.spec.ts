import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import request from 'supertest';
import { newTaskId } from '../../src/core/task/task-id.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { eventually } from '../support/eventually.js';
import { API_KEYS, KEYS, bearer, entryOf } from '../support/keys.js';
import { type Stand, startStand } from '../support/stand.js';
import { NEW_SECRET, type WebhookReceiver, startReceiver } from '../support/webhook-receiver.js';

const HOUR_MS = 3_600_000;
const OTHER = `cel_${'t'.repeat(43)}`;

describe('a deduplication key', () => {
  let stand: Stand;
  let receiver: WebhookReceiver;
  let raw: Queue;

  beforeAll(async () => {
    receiver = await startReceiver();
    stand = await startStand(
      {},
      {
        API_KEYS: `${API_KEYS},${entryOf('other', 'submitter', OTHER)}`,
        WEBHOOK_SECRETS: NEW_SECRET,
        FETCH_ALLOW_PRIVATE: 'true',
      },
    );
    raw = new Queue('tasks', { connection: stand.sandbox.redis, prefix: stand.sandbox.prefix });
  });

  afterAll(async () => {
    await raw.close();
    await stand.stop();
    await receiver.close();
  });

  const api = () => request(stand.app.getHttpServer());
  const submit = (options: object, key: string = KEYS.submitter) =>
    api()
      .post('/tasks/math.divide')
      .set(bearer(key))
      .send({ payload: { x: 4, y: 2 }, options: { delay_ms: HOUR_MS, ...options } });
  const read = async (id: string) =>
    (await api().get(`/tasks/${id}`).set(bearer(KEYS.viewer)).expect(200)).body;

  it.each([
    ['unique', {}],
    ['throttle', { ttl_ms: HOUR_MS }],
    ['debounce', { ttl_ms: HOUR_MS }],
  ])('of one caller has no effect on the tasks of another: %s', async (mode, more) => {
    const options = { deduplicate: { key: `shared-${mode}`, mode, ...more } };
    const mine = await submit(options).expect(201);
    const theirs = await submit(options, OTHER).expect(201);
    expect(theirs.body.task_id).not.toBe(mine.body.task_id);
    expect(await read(mine.body.task_id)).toMatchObject({ status: 'PENDING' });
    const again = await submit(options);
    expect(again.status).toBe(mode === 'debounce' ? 201 : 200);
    expect(await read(theirs.body.task_id)).toMatchObject({ status: 'PENDING' });
  });

  it('of a notification differs from that of its emails, whatever separators it contains', async () => {
    const options = { delay_ms: HOUR_MS, deduplicate: { key: 'alert/boss@example.com' } };
    const direct = await api()
      .post('/tasks/notifications.send-email')
      .set(bearer(KEYS.submitter))
      .send({ payload: { to: 'boss@example.com', subject: 's', text: 't' }, options })
      .expect(201);
    const { body } = await api()
      .post('/notifications')
      .set(bearer(KEYS.submitter))
      .send({
        ...{ channel: 'email', to: ['boss@example.com'], subject: 's', text: 't' },
        options: { delay_ms: HOUR_MS, deduplicate: { key: 'alert' } },
      });
    expect(JSON.stringify(body)).not.toContain(direct.body.task_id);
  });

  it('in debounce mode revokes the replaced task, which stays readable, and sends its webhook', async () => {
    const webhook_url = `${receiver.url}/replaced`;
    const options = { webhook_url, deduplicate: { key: 'd', mode: 'debounce', ttl_ms: HOUR_MS } };
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push((await submit(options).expect(201)).body.task_id);
    const [first = '', second = '', third = ''] = ids;
    expect(await read(first)).toMatchObject({ status: 'REVOKED', revoke_reason: `replaced by ${second}` });
    expect(await read(second)).toMatchObject({ status: 'REVOKED', revoke_reason: `replaced by ${third}` });
    expect(await read(third)).toMatchObject({ status: 'PENDING' });
    await eventually(() => expect(receiver.at('/replaced')).toHaveLength(2), 20_000);
    const told = receiver.at('/replaced').map((webhook) => webhook.verified().data);
    expect(told.map(({ task_id }) => task_id).sort()).toEqual([first, second].sort());
  });

  it('in debounce mode leaves one of many concurrent tasks, and gives each of the others an end', async () => {
    const deduplicate = { key: 'many', mode: 'debounce', ttl_ms: HOUR_MS };
    const one = { name: 'math.divide', payload: { x: 4, y: 2 } };
    const batch = api()
      .post('/tasks/batch')
      .set(bearer(KEYS.submitter))
      .send({ tasks: Array.from({ length: 5 }, () => ({ ...one, options: { deduplicate } })) });
    const answers = await Promise.all([...Array.from({ length: 10 }, () => submit({ deduplicate })), batch]);
    const ids = answers.flatMap(({ body }) =>
      (body.items ?? [body]).map(({ task_id: id }: { task_id: string }) => id),
    );
    const tasks = await Promise.all([...new Set<string>(ids)].map(read));
    const waiting = tasks.filter(({ status }) => status === 'PENDING');
    expect(waiting).toHaveLength(1);
    for (const { task_id, status, revoke_reason } of tasks)
      if (task_id !== waiting[0].task_id)
        expect([status, revoke_reason]).toEqual(['REVOKED', expect.stringMatching(/^replaced by /)]);
  });

  it('replaces nothing if its submit is repeated under its id after a newer one', async () => {
    const id = newTaskId();
    const options = {
      delayMs: HOUR_MS,
      deduplicate: { key: 'repeated', mode: 'debounce', ttlMs: HOUR_MS },
    } as const;
    const queue = stand.app.get(TaskQueue);
    const first = () => queue.submit(DivideTask, { x: 1, y: 1 }, options, { nextId: () => id });
    await first();
    const newer = await queue.submit(DivideTask, { x: 2, y: 1 }, options);
    await first();
    expect(await read(newer.id)).toMatchObject({ status: 'PENDING' });
    expect(await read(id)).toMatchObject({ status: 'REVOKED' });
  });

  describe('stored by an older version', () => {
    const formerly = async (key: string, submittedBy: string) => {
      const id = newTaskId();
      const options = { jobId: id, delay: HOUR_MS, priority: 3, submittedBy };
      await raw.add(
        'math.divide',
        { x: 1, y: 1 },
        { ...options, deduplication: { id: `math.divide/${key}` } },
      );
      return id;
    };

    it('still counts for its own caller', async () => {
      const id = await formerly('old', 'submitter');
      const { body } = await submit({ deduplicate: { key: 'old' } }).expect(200);
      expect(body.task_id).toBe(id);
      await api().post(`/tasks/${id}/cancel`).set(bearer(KEYS.submitter)).expect(200);
      await submit({ deduplicate: { key: 'old' } }).expect(201);
    });

    it('does not block other callers', async () => {
      const id = await formerly('theirs', 'other');
      const { body } = await submit({ deduplicate: { key: 'theirs' } }).expect(201);
      expect(body.task_id).not.toBe(id);
      expect(await read(id)).toMatchObject({ status: 'PENDING' });
    });
  });
});
