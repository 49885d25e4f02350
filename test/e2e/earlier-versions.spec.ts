import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type RedisFixture, readFixture, storeFixture } from '../support/redis-fixture.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** Without times, which were shifted with the fixture. */
function timeless(answer: object): object {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !/_at$|^errors?$/.test(name)));
}

describe.each(['redis-0.1.0.json'])('the data of %s', (file) => {
  let fixture: RedisFixture;
  let sandbox: Sandbox;
  let api: StartedProcess;

  beforeAll(async () => {
    fixture = readFixture(file);
    sandbox = await createSandbox({ ...fixture.secrets, FETCH_ALLOW_PRIVATE: 'true' });
    await storeFixture(sandbox.redis, sandbox.prefix, fixture);
    api = await startProcess('test-api', sandbox.variables);
  });

  afterAll(async () => {
    await api.stop();
    await sandbox.clean();
  });

  const idOf = (label: string) => fixture.ids[label] ?? '';
  const pathOf = (label: string) =>
    `/${label.startsWith('bulkAction') ? 'bulk-actions' : 'tasks'}/${idOf(label)}`;
  const client = (method: 'get' | 'post' | 'put' | 'delete', path: string) =>
    request(api.url)[method](path).set('authorization', `Bearer ${fixture.apiKey}`);
  const get = async (path: string) => (await client('get', path).expect(200)).body;
  const untilIs = (label: string, expected: object) =>
    eventually(async () => expect(await get(pathOf(label))).toMatchObject(expected), 60_000);

  it('can be read: every task and bulk action as that version showed it', async () => {
    for (const [label, answer] of Object.entries(fixture.answers)) {
      const shown = await get(pathOf(label));
      expect({ label, ...shown }).toMatchObject({ label, ...timeless(answer) });
      expect(shown.error?.type).toBe(answer.error?.type);
    }
  });

  it('can be listed: the index, dead letters, the audit log, task logs, paused queues', async () => {
    const { items } = await get('/tasks?limit=100');
    const tasks = Object.keys(fixture.ids).filter((label) => !label.startsWith('bulkAction'));
    const listed = items.map(({ task_id: id }: { task_id: string }) => id);
    expect(listed).toEqual(expect.arrayContaining(tasks.map(idOf)));
    const deadLetters = await get('/dead-letters');
    expect(deadLetters.items.map(({ task_id: id }: any) => id)).toEqual(
      fixture.lists['deadLetters'].items.map(({ task_id: id }: any) => id),
    );
    const audit = await get('/audit');
    expect(audit.items.map(({ action }: any) => action)).toEqual(
      fixture.lists['audit'].items.map(({ action }: any) => action),
    );
    expect(await get(`${pathOf('talked')}/logs`)).toMatchObject(fixture.lists['log']);
    expect((await get('/queues/notifications')).paused).toBe(true);
  });

  it('reveals no secret', async () => {
    for (const label of ['secretDone', 'secretFailed', 'secretWaiting'])
      expect(JSON.stringify(await get(pathOf(label)))).not.toContain('of-fixture');
  });

  it('answers a repeated Idempotency-Key as that version did', async () => {
    const body = { payload: { x: 8, y: 2 }, options: { retention_ms: 365 * 86_400_000 } };
    const answer = await client('post', '/tasks/math.divide')
      .set('Idempotency-Key', '"fixture-key"')
      .send(body)
      .expect(201);
    expect(answer.body.task_id).toBe(idOf('idempotent'));
  });

  it('answers an equal task with the waiting one', async () => {
    const options = { deduplicate: { key: 'fixture-order' } };
    const { body } = await client('post', '/tasks/math.divide').send({ payload: { x: 4, y: 4 }, options });
    expect(body.task_id).toBe(idOf('deduplicated'));
  });

  it('can be run: waiting, due and secret tasks, tasks whose worker died, and orders of operators', async () => {
    const worker = await startProcess('test-worker', { ...sandbox.variables, WORKER_LOCK_MS: '2000' });
    await untilIs('waiting', { status: 'SUCCESS', result: 2 });
    await untilIs('waitingHigh', { status: 'SUCCESS', result: 5 });
    await untilIs('delayed', { status: 'SUCCESS', result: 3 });
    await untilIs('expiring', { status: 'SUCCESS', result: 3 });
    await untilIs('secretWaiting', { status: 'SUCCESS', result: fixture.answers['secretDone'].result });
    await untilIs('delayedLong', { status: 'PENDING' });
    await untilIs('bulkActionWaiting', { status: 'SUCCESS', done: 3 });
    await untilIs('bulkWaiting0', { status: 'REVOKED' });
    await untilIs('active', { status: 'STARTED', progress: 1 });
    await client('post', `${pathOf('active')}/cancel`).send({});
    await untilIs('active', { status: 'REVOKED' });
    const before = (await get(pathOf('failed'))).finished_at;
    await client('post', `${pathOf('failed')}/retry`)
      .send({})
      .expect(202);
    await untilIs('failed', { status: 'FAILURE', finished_at: expect.not.stringMatching(before) });
    await client('post', `${pathOf('secretFailed')}/replay`)
      .send({})
      .expect(201);
    await untilIs('waitingTold', { status: 'SUCCESS', result: 3 });
    await eventually(async () =>
      expect((await get('/tasks?name=notifications.deliver-webhook')).items).toHaveLength(2),
    );
    await client('delete', pathOf('finished')).expect(204);
    await client('get', pathOf('finished')).expect(404);
    expect(await worker.stop()).toBe(0);
  }, 120_000);
});
