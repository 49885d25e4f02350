import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import type { SubmitOptions } from '../../src/core/task/options/submit-options.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { submitUnknown } from '../support/raw-submit.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { isCancelled } from '../support/is-cancelled.js';

describe('tasks in threads', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: StartedProcess;

  beforeAll(async () => {
    const variables = { WORKER_THREADS: '2', WORKER_THREAD_MAX_MB: '96', WORKER_NAME: 'threaded' };
    sandbox = await createSandbox(variables);
    app = await startApi(sandbox.variables);
    worker = await startProcess('test-worker', sandbox.variables);
  });

  afterAll(async () => {
    await Promise.all([app.close(), worker.stop('SIGKILL')]);
    await sandbox.clean();
  });

  const submit = (name: string, payload: object = {}, options: SubmitOptions = {}) =>
    submitUnknown(app, name, payload, options);
  const get = async (path: string) => (await request(app.getHttpServer()).get(path).expect(200)).body;
  const taskOf = (id: string) => get(`/tasks/${id}`);
  const final = (id: string) =>
    eventually(async () => {
      const task = await taskOf(id);
      expect(['SUCCESS', 'FAILURE', 'REVOKED']).toContain(task.status);
      return task;
    });

  it('counts primes in a thread, with progress', async () => {
    const path = '/tasks/math.count-primes';
    const { body } = await request(app.getHttpServer())
      .post(path)
      .send({ payload: { n: 3_000_000 } })
      .expect(201);
    expect(await final(body.task_id)).toMatchObject({ status: 'SUCCESS', result: 216_816, progress: 100 });
  });

  it('keeps every line and the last progress of a task that writes a lot at once', async () => {
    const id = await submit('test.thread-notes');
    expect(await final(id)).toMatchObject({ status: 'SUCCESS', result: { attempt: 1 }, progress: 100 });
    const lines = Array.from({ length: 50 }, (_, i) => `line ${i + 1}`);
    expect(await get(`/tasks/${id}/logs`)).toEqual({ first: 0, lines });
  });

  it("injects the task's dependencies and retries when the task requests it", async () => {
    const id = await submit('test.thread-snooze');
    const task = await eventually(async () => {
      const waiting = await taskOf(id);
      expect(waiting).toMatchObject({ status: 'PENDING', run_at: expect.any(String) });
      return waiting;
    });
    expect(task).toMatchObject({ attempt: 0, error: null });
    expect((await get(`/tasks/${id}/logs`)).lines).toEqual(['here is threaded']);
  });

  it('can submit tasks from a thread', async () => {
    const id = await submit('test.thread-submits');
    const { status, result, parent_id: parent } = await final(id);
    expect([status, parent]).toEqual(['SUCCESS', null]);
    const child = await final(result);
    expect(child).toMatchObject({ name: 'math.divide', result: 3, parent_id: id, root_id: id });
  });

  it('transfers a DiscardTask and its cause', async () => {
    const task = await final(await submit('test.thread-discard', {}, { attempts: 5 }));
    expect(task).toMatchObject({
      status: 'FAILURE',
      attempt: 1,
      error: { type: 'RangeError', message: 'never' },
    });
  });

  it.each(['test.thread-exit', 'test.thread-memory'])(
    'fails only the attempt of %s: its thread died and is replaced',
    async (name) => {
      const id = await submit(name);
      const task = await final(id);
      expect(task).toMatchObject({ status: 'FAILURE', error: { type: 'ThreadDiedError' } });
      expect(worker.child.exitCode).toBeNull();
      const next = await Promise.all([1, 2, 3].map(() => submit('test.thread-obedient', { ms: 1 })));
      for (const one of next) expect(await final(one)).toMatchObject({ status: 'SUCCESS' });
    },
  );

  it('names a result that cannot be JSON', async () => {
    expect(await final(await submit('test.thread-odd'))).toMatchObject({
      status: 'FAILURE',
      error: { type: 'ResultError', message: 'result is a Map, which JSON cannot carry. Return plain JSON.' },
    });
  });

  it.each([
    ['deep', 'nested deeper than 500 levels'],
    ['deeper', 'nested deeper than 500 levels'],
    ['getter', 'result.broken is a value that cannot be read'],
    ['function', 'result.call is a function'],
    ['circular', 'result.self[0] is a cycle'],
    ['huge', 'The result has more than 4194304 bytes'],
    ['port', 'result is a MessagePort'],
    ['buffer', 'result is a SharedArrayBuffer'],
  ])('fails an attempt whose result cannot leave its thread, which survives: %s', async (word, message) => {
    const task = await final(await submit('test.thread-returns', { word }));
    expect(task).toMatchObject({ status: 'FAILURE', error: { type: 'ResultError' } });
    expect(task.error.message).toContain(message);
    expect(task.errors).toHaveLength(1);
  });

  it.each([
    ['nothing', 'The task threw an object without a message: Error'],
    ['revoked', 'The task threw a value that cannot be read'],
    ['round', 'a'],
    ['getter', 'The task threw an error without a message: Error'],
    ['uncloneable', 'has a function: The task threw a function: cause'],
    ['huge', `${'x'.repeat(1_000)}… (cut)`],
    ['endless', expect.stringMatching(/^endless/)],
  ])('records a thrown value that cannot leave its thread, which survives: %s', async (word, message) => {
    const task = await final(await submit('test.thread-throws', { word }));
    expect(task).toMatchObject({ status: 'FAILURE', error: { message }, errors: [{ message }] });
    expect(task.error.type).not.toBe('ThreadDiedError');
  });

  it('logs a progress value that it could not accept', async () => {
    const id = await submit('test.thread-says');
    expect(await final(id)).toMatchObject({ status: 'SUCCESS', result: 'said', progress: null });
    const { lines } = await get(`/tasks/${id}/logs`);
    expect(lines.join('\n')).toMatch(
      /nested deeper than[^]*broken: \[Getter\][^]*progress\.call is a function/,
    );
  });

  it.each([
    ['rejection', /late rejection/],
    ['timer', /late timer/],
    ['chain', /late chain/],
    ['interval', /late interval/],
    ['odd', /rejected with the reason/],
    ['exit', /A finished task called process\.exit/],
  ])('does not blame a task for what another one left behind in its thread: %s', async (word, said) => {
    const guilty = await submit('test.thread-leaks', { word });
    expect(await final(guilty)).toMatchObject({ status: 'SUCCESS' });
    const innocent = await Promise.all([1, 2].map(() => submit('test.thread-obedient', { ms: 800 })));
    for (const id of innocent) expect(await final(id)).toMatchObject({ status: 'SUCCESS', attempt: 1 });
    await eventually(() => {
      const lines = worker
        .output()
        .split('\n')
        .filter((line) => said.test(line));
      expect(lines.some((line) => line.includes(`Task test.thread-leaks[${guilty}] had ended`))).toBe(true);
    });
  });

  it('does not slow down the other tasks of the process while its threads are busy', async () => {
    const burning = await Promise.all([1, 2].map(() => submit('test.thread-burn')));
    await Promise.all(
      burning.map((id) => eventually(async () => expect((await taskOf(id)).progress).toBe(1))),
    );
    const { body } = await request(app.getHttpServer()).post('/tasks?x=10&y=2').expect(201);
    expect(await final(body.task_id)).toMatchObject({ status: 'SUCCESS', result: 5 });
    expect((await fetch(`${worker.url}/health`)).status).toBe(200);
    for (const id of burning) {
      expect(await taskOf(id)).toMatchObject({ status: 'STARTED' });
      await request(app.getHttpServer()).post(`/tasks/${id}/cancel`).expect(isCancelled);
    }
  });

  it.each([
    ['test.blocking', /test\.blocking blocked the event loop for \d+ ms/],
    ['test.blocking-later', /test\.blocking-later blocked the event loop for \d+ ms/],
  ])('warns about an inline task that blocks the event loop, by name: %s', async (name, warning) => {
    await final(await submit(name));
    await eventually(() => expect(worker.output()).toMatch(warning));
  });
});

describe('tasks in threads that cannot be started', () => {
  it.each([
    ['broken', 'the provider cannot be made'],
    ['missing', 'Cannot find module'],
  ])('fail with the reason, and affect no other task: %s', async (how, reason) => {
    const sandbox = await createSandbox({ WORKER_THREADS: '2', TEST_THREAD: how });
    const app = await startApi(sandbox.variables);
    const worker = await startProcess('test-worker', sandbox.variables);
    const endOf = (id: string) =>
      eventually(async () => {
        const { body } = await request(app.getHttpServer()).get(`/tasks/${id}`).expect(200);
        expect(['SUCCESS', 'FAILURE', 'REVOKED']).toContain(body.status);
        return body;
      });
    try {
      const neighbour = await submitUnknown(app, 'test.deaf', { ms: 2_000 });
      const ids = await Promise.all(
        [1, 2, 3].map(() => submitUnknown(app, 'test.thread-obedient', { ms: 1 })),
      );
      for (const id of ids) {
        const { error, crashes } = await endOf(id);
        expect([error.type, crashes]).toEqual(['ThreadDiedError', 0]);
        expect(error.message).toContain(reason);
      }
      expect(await endOf(neighbour)).toMatchObject({ status: 'SUCCESS', attempt: 1, crashes: 0 });
      expect(worker.child.exitCode).toBeNull();
    } finally {
      await Promise.all([app.close(), worker.stop('SIGKILL')]);
      await sandbox.clean();
    }
  });
});
