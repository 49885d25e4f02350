import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import type { SubmitOptions } from '../../src/core/task/options/submit-options.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { submitUnknown } from '../support/raw-submit.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const SHORT_LOCKS = { WORKER_LOCK_MS: '2000', WORKER_STALL_CHECK_MS: '500', WORKER_CONCURRENCY: '10' };
const LONG_MS = 90_000;

describe('tasks that harm their worker', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let isOver: boolean;
  const workers: StartedProcess[] = [];

  beforeEach(async () => {
    isOver = false;
    sandbox = await createSandbox({ ...SHORT_LOCKS, WORKER_QUEUES: 'tasks' });
    app = await startApi(sandbox.variables);
  });

  afterEach(async () => {
    isOver = true;
    await Promise.all(workers.splice(0).map((worker) => worker.stop('SIGKILL')));
    await app.close();
    await sandbox.clean();
  });

  const startWorker = async () => {
    const worker = await startProcess('test-worker', sandbox.variables);
    workers.push(worker);
    return worker;
  };
  /** Restarts a worker that dies, like a supervisor in production. */
  const keepWorker = async () => {
    const worker = await startWorker();
    worker.child.once('exit', () => void (isOver || keepWorker()));
  };
  const submit = (name: string, payload: object = {}) => submitUnknown(app, name, payload);
  const get = async (path: string) => (await request(app.getHttpServer()).get(path).expect(200)).body;
  const taskOf = (id: string) => get(`/tasks/${id}`);
  const becomes = (id: string, status: string, rest: object = {}) =>
    eventually(async () => {
      const task = await taskOf(id);
      expect(task).toMatchObject({ status, ...rest });
      return task;
    }, LONG_MS);
  const output = () => workers.map((worker) => worker.output()).join('');

  it('become dead letters after three crashes, and no task beside them fails', async () => {
    const healthy = Array.from({ length: 30 }, () => submit('test.deaf', { ms: 200 }));
    const poison = submit('test.poison', { ms: 50 });
    const exiting = submit('test.exiting');
    await keepWorker();

    const ended = await Promise.all((await Promise.all(healthy)).map((id) => becomes(id, 'SUCCESS')));
    expect(ended.map(({ result }) => result)).toEqual(Array.from({ length: 30 }, () => 'done'));
    const dead = await becomes(await poison, 'FAILURE');
    expect(dead.error).toMatchObject({
      type: 'WorkerCrashError',
      message: expect.stringContaining('SIGKILL'),
    });
    const other = await becomes(await exiting, 'FAILURE');
    expect(other.error.message).toContain('exit code 7');
    for (const { crashes, error } of [dead, other]) {
      expect([3, 4]).toContain(crashes); // one more if each of them killed a worker while the other one ran
      expect(error.message).toContain(
        `crashed the process that executed it ${crashes} times, the last time alone`,
      );
    }
    expect(workers.length).toBeLessThanOrEqual(3); // each killed one worker, at most
    await eventually(() => expect(output()).toContain('and becomes a dead letter'));
    expect(output()).not.toMatch(/retrying in .+\(attempt (\d+) of \1\)/);
  }, 120_000);

  it('do not become dead letters if workers are repeatedly killed from outside', async () => {
    const id = await submit('test.deaf', { ms: 3_000 });
    for (let kills = 0; kills < 4; kills++) {
      const worker = await startWorker();
      await becomes(id, 'STARTED', { crashes: kills });
      await worker.stop('SIGKILL');
    }
    await startWorker();
    expect(await becomes(id, 'SUCCESS')).toMatchObject({ result: 'done', crashes: 4 });
  }, 120_000);

  it('run once if they block the event loop for longer than the lock, and no other worker takes them', async () => {
    await startWorker();
    const id = await submit('test.blocking-told', { ms: 5_000 });
    expect(await becomes(id, 'SUCCESS')).toMatchObject({ attempt: 1, crashes: 0 });
    expect((await get(`/tasks/${id}/logs`)).lines).toEqual(['ran']);
    expect(output()).toMatch(/test.blocking-told blocked the event loop for \d+ ms/);
  });

  it('run once more if another worker has taken them, and then to their end', async () => {
    const two = await Promise.all([startWorker(), startWorker()]);
    const id = await submit('test.blocking-told', { ms: 6_000 });
    const task = await becomes(id, 'SUCCESS');
    expect(task).toMatchObject({ attempt: 2, crashes: 1 });
    expect((await get(`/tasks/${id}/logs`)).lines).toEqual(['ran', 'ran']);
    expect(two.map(({ child }) => child.pid)).not.toContain(task.result);
    expect(two.map(({ child }) => child.exitCode)).toEqual([null, null]);
  });

  describe('in quarantine that block its event loop and shall stop', () => {
    /** Kills the worker that runs it, and waits until another one runs it in quarantine. */
    const suspect = async (options: SubmitOptions = {}) => {
      const first = await startWorker();
      const companion = await submit('test.deaf', { ms: 4_000 });
      await becomes(companion, 'STARTED');
      const blocking = await submitUnknown(app, 'test.blocking', { ms: 600_000 }, options);
      await becomes(blocking, 'STARTED');
      await first.stop('SIGKILL');
      await startWorker();
      await becomes(blocking, 'STARTED', { crashes: 1 });
      return { blocking, companion };
    };

    it('are cancelled, and their companions run again', async () => {
      const { blocking, companion } = await suspect();
      await request(app.getHttpServer()).post(`/tasks/${blocking}/cancel`).expect(202);
      await becomes(blocking, 'REVOKED');
      await becomes(companion, 'SUCCESS', { result: 'done' });
    }, 120_000);

    it('fail when their time is over', async () => {
      const { blocking } = await suspect({ timeoutMs: 500 });
      expect((await becomes(blocking, 'FAILURE')).error).toMatchObject({ type: 'TimeoutError' });
    }, 120_000);
  });

  it('log an uncaught error with their id and keep it as their error', async () => {
    const id = await submit('test.timer-throws');
    await keepWorker();
    await eventually(
      () =>
        expect(output()).toContain(
          `Uncaught error of task test.timer-throws[${id}], attempt 1: Error: thrown by a timer`,
        ),
      LONG_MS,
    );
    const dead = await becomes(id, 'FAILURE');
    expect(dead.error).toMatchObject({
      type: 'WorkerCrashError',
      message: expect.stringContaining('thrown by a timer (exit code 1)'),
    });
  }, 120_000);
});
