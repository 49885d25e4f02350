import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { bulkOf, fill, onceOver } from '../support/bulk.js';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { SHORT_LOCKS } from '../support/short-locks.js';

/** Found by the next stall check after its worker was killed. */
const RECOVERY_MS = 60_000;
const FAILING = { payload: { x: 1, y: 0 } };

describe('a bulk action whose worker is killed halfway', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  const workers: StartedProcess[] = [];

  beforeAll(async () => {
    sandbox = await createSandbox({ ...SHORT_LOCKS, SHUTDOWN_TIMEOUT_MS: '100' });
    api = await startProcess('main', sandbox.variables);
  });

  afterAll(async () => {
    await Promise.all([...workers, api].map((each) => each.stop('SIGKILL')));
    await sandbox.clean();
  });

  const start = async (entry: 'worker' | 'test-dying-operator', variables: Record<string, string>) => {
    const worker = await startProcess(entry, { ...sandbox.variables, ...variables });
    workers.push(worker);
    return worker;
  };
  const taskOf = async (id: string) => (await request(api.url).get(`/tasks/${id}`)).body;
  const killed = ({ child }: StartedProcess) => eventually(() => expect(child.signalCode).toBe('SIGKILL'));

  it('is completed by another worker, and nothing is done or counted twice', async () => {
    const failing = await fill(api.url, 300, FAILING);
    const executing = await start('worker', { WORKER_QUEUES: 'tasks' });
    await eventually(async () => {
      const { body } = await request(api.url).get('/queues/tasks').expect(200);
      expect(body.counts).toMatchObject({ waiting: 0, started: 0, failed: 300 });
    });
    const dying = await start('test-dying-operator', { WORKER_QUEUES: 'operations', DIE_AT: '120' });
    const { bulk_action_id: id } = await bulkOf(api.url, {
      action: 'retry',
      filter: { name: 'math.divide' },
    });
    await killed(dying);
    // Retried tasks fail again, and would match the filter again.
    await eventually(async () => {
      const { body } = await request(api.url).get('/queues/tasks').expect(200);
      expect(body.counts).toMatchObject({ waiting: 0, started: 0, failed: 300 });
    });
    expect(await onceOver(api.url, id, { status: 'STARTED' })).toMatchObject({ matched: 200, done: 0 });
    const heir = await start('worker', { WORKER_QUEUES: 'operations' });
    const done = await onceOver(api.url, id, { status: 'SUCCESS' }, RECOVERY_MS);
    expect(done).toMatchObject({ matched: 300, done: 300, skipped: 0, failed: 0, looked_at: 300 });
    await eventually(async () => {
      const tasks = await Promise.all(failing.map(taskOf));
      expect(new Set(tasks.map(({ status, errors }) => `${status} ${errors.length}`))).toEqual(
        new Set(['FAILURE 2']),
      );
    });
    await Promise.all([executing.stop(), heir.stop()]);
  }, 120_000);

  it('deletes and revokes everything in the end, each task counted once', async () => {
    const waiting = await fill(api.url, 150, FAILING);
    const dying = await start('test-dying-operator', { WORKER_QUEUES: 'operations', DIE_AT: '330' });
    const { body } = await request(api.url)
      .post('/queues/tasks/purge')
      .send({ confirm: 'tasks', reason: 'a new beginning' })
      .expect(202);
    await killed(dying);
    await start('worker', { WORKER_QUEUES: 'operations' });
    const done = await onceOver(api.url, body.bulk_action_id, { status: 'SUCCESS' }, RECOVERY_MS);
    expect(done).toMatchObject({ action: 'purge', matched: 450, done: 450, skipped: 0, failed: 0 });
    const tasks = await Promise.all(waiting.map(taskOf));
    expect(new Set(tasks.map(({ status, revoke_reason }) => `${status} ${revoke_reason}`))).toEqual(
      new Set(['REVOKED a new beginning']),
    );
    const { body: queue } = await request(api.url).get('/queues/tasks').expect(200);
    expect(queue.counts).toEqual({
      ...{ waiting: 0, delayed: 0, waiting_for_steps: 0, started: 0, succeeded: 0 },
      ...{ failed: 0, revoked: 150 },
    });
  }, 120_000);
});
