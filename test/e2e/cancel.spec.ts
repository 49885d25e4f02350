import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import type { SubmitOptions } from '../../src/core/task/options/submit-options.js';
import { eventually } from '../support/eventually.js';
import { holdRequests } from '../support/held-requests.js';
import { startApi } from '../support/in-process.js';
import { isCancelled } from '../support/is-cancelled.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { submitUnknown } from '../support/raw-submit.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { SHORT_LOCKS } from '../support/short-locks.js';

/** Across processes: one submits, the API of another cancels, a third runs the task. */
describe('cancelling and time limits', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let api: StartedProcess;
  let worker: StartedProcess;

  beforeAll(async () => {
    sandbox = await createSandbox({ GRACE_MS: '300', WORKER_THREADS: '2', WORKER_CONCURRENCY: '16' });
    app = await startApi(sandbox.variables);
    api = await startProcess('main', sandbox.variables);
    worker = await startProcess('test-worker', sandbox.variables);
  });

  afterAll(async () => {
    await Promise.all([app.close(), api.stop(), worker.stop('SIGKILL')]);
    await sandbox.clean();
  });

  const submit = (name: string, payload: object = {}, options: SubmitOptions = {}) =>
    submitUnknown(app, name, payload, options);
  const taskOf = async (id: string) => (await request(api.url).get(`/tasks/${id}`).expect(200)).body;
  const reaches = (id: string, ...statuses: string[]) =>
    eventually(async () => {
      const task = await taskOf(id);
      expect(statuses).toContain(task.status);
      return task;
    });
  const started = (id: string) => reaches(id, 'STARTED');
  /** Waits until the task itself reports that it runs, which in a thread proves that the thread exists. */
  const says = (id: string) => eventually(async () => expect((await taskOf(id)).progress).toBe(1));
  const final = (id: string) => reaches(id, 'SUCCESS', 'FAILURE', 'REVOKED');
  const cancel = (id: string, body?: object) => {
    const asking = request(api.url).post(`/tasks/${id}/cancel`);
    return body ? asking.send(body) : asking;
  };

  it.each(['test.obedient', 'test.thread-obedient'])(
    'stops %s in its worker if the task obeys its signal',
    async (name) => {
      const id = await submit(name);
      await says(id);
      await cancel(id, { reason: 'not needed' }).expect(isCancelled);
      expect(await final(id)).toMatchObject({
        status: 'REVOKED',
        revoke_reason: 'not needed',
        result: null,
        error: null,
        cancel_requested_at: null,
        finished_at: expect.any(String),
      });
      await cancel(id).expect(409);
    },
  );

  it('ends a thread whose task ignores its signal, and gives the next task a new one', async () => {
    const burning = await Promise.all([submit('test.thread-burn'), submit('test.thread-burn')]);
    await Promise.all(burning.map(says));
    await Promise.all(burning.map((id) => cancel(id).expect(isCancelled)));
    for (const id of burning) expect(await final(id)).toMatchObject({ status: 'REVOKED' });
    const next = await submit('test.thread-obedient', { ms: 1 });
    expect(await final(next)).toMatchObject({ status: 'SUCCESS', result: 'done' });
  });

  it('reports an inline task that ignores its signal as still running', async () => {
    const held = await holdRequests();
    const id = await submit('test.calls', { word: held.word });
    await started(id);
    await cancel(id).expect(202);
    const again = await cancel(id).expect(202);
    expect(again.body).toMatchObject({ status: 'STARTED', cancel_requested_at: expect.any(String) });
    held.release();
    expect(await final(id)).toMatchObject({ status: 'SUCCESS', result: null, revoke_reason: null });
    await held.close();
  });

  it('revokes a delayed task at once and keeps it readable', async () => {
    const id = await submit('test.obedient', {}, { delayMs: 3_600_000 });
    const { body } = await cancel(id, { reason: null }).expect(200);
    expect(body).toMatchObject({ status: 'REVOKED', revoke_reason: 'cancelled', run_at: expect.any(String) });
    expect(await taskOf(id)).toEqual(body);
  });

  it('never starts a task that was cancelled while it waited for a thread', async () => {
    const burning = await Promise.all([submit('test.thread-burn'), submit('test.thread-burn')]);
    await Promise.all(burning.map(says));
    const queued = await submit('test.thread-exit');
    await started(queued);
    await cancel(queued);
    expect(await final(queued)).toMatchObject({ status: 'REVOKED' });
    await Promise.all(burning.map((id) => cancel(id).expect(isCancelled)));
    await Promise.all(burning.map(final));
  });

  it('gives exactly one outcome if a cancel and a completion coincide, and reports which', async () => {
    const ids = await Promise.all(
      Array.from({ length: 40 }, (_, i) => submit('test.obedient', { ms: i * 5 })),
    );
    const answers = await Promise.all(ids.map((id) => cancel(id)));
    for (const [i, id] of ids.entries()) {
      const task = await final(id);
      if (answers[i]?.status === 200) expect(task.status).toBe('REVOKED');
      if (answers[i]?.status === 409) expect(task.status).toBe('SUCCESS');
      expect(task.result).toBe(task.status === 'SUCCESS' ? 'done' : null);
    }
  });

  it('stops a task that exceeds its time limit, distinguishable from a cancel', async () => {
    const id = await submit('test.obedient', {}, { timeoutMs: 100 });
    expect(await final(id)).toMatchObject({
      status: 'FAILURE',
      error: { type: 'TimeoutError', message: 'The attempt exceeded its time limit of 100 ms' },
    });
  });

  it('retries a task that timed out, like any other failure', async () => {
    const options = { timeoutMs: 100, attempts: 2, backoff: { type: 'fixed', delayMs: 1 } } as const;
    const task = await final(await submit('test.obedient', {}, options));
    expect(task).toMatchObject({ status: 'FAILURE', attempt: 2, max_attempts: 2 });
    expect(
      task.errors.map(({ type, attempt }: { type: string; attempt: number }) => [type, attempt]),
    ).toEqual([
      ['TimeoutError', 1],
      ['TimeoutError', 2],
    ]);
  });

  it('ends the thread of a busy loop that exceeds its time limit; the worker survives', async () => {
    const id = await submit('test.thread-burn', {}, { timeoutMs: 100 });
    expect(await final(id)).toMatchObject({ status: 'FAILURE', error: { type: 'TimeoutError' } });
    expect(worker.child.exitCode).toBeNull();
  });

  it('receives a cancel that was requested while its worker was dying', async () => {
    const other = await createSandbox(SHORT_LOCKS);
    const lonely = await startApi(other.variables);
    const first = await startProcess('test-worker', other.variables);
    const id = await submitUnknown(lonely, 'test.deaf');
    const server = lonely.getHttpServer();
    const read = async () => (await request(server).get(`/tasks/${id}`)).body;
    await eventually(async () => expect((await read()).status).toBe('STARTED'));
    await first.stop('SIGKILL');
    await request(server).post(`/tasks/${id}/cancel`).expect(202);
    const second = await startProcess('test-worker', other.variables);
    await eventually(async () => expect((await read()).status).toBe('REVOKED'), 40_000);
    await second.stop();
    await lonely.close();
    await other.clean();
  }, 70_000);
});
