import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { TaskStore } from '../../src/core/read/task-store.js';
import type { SubmitOptions } from '../../src/core/task/options/submit-options.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { submitUnknown } from '../support/raw-submit.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describe('a task, in the worker and in a thread', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: StartedProcess;

  beforeAll(async () => {
    sandbox = await createSandbox({ WORKER_THREADS: '1' });
    app = await startApi(sandbox.variables);
    worker = await startProcess('test-worker', sandbox.variables);
  });

  afterAll(async () => {
    await Promise.all([app.close(), worker.stop('SIGKILL')]);
    await sandbox.clean();
  });

  const learned = async (name: string, options: SubmitOptions) => {
    const id = await submitUnknown(app, name, {}, options);
    return eventually(async () => {
      const { status, result } = await app.get(TaskStore).find(id);
      expect(status).toBe('SUCCESS');
      return { id, result };
    });
  };

  it.each(['test.learning', 'test.thread-learning'])('knows the facts of itself: %s', async (name) => {
    const { id, result } = await learned(name, { attempts: 4, tags: ['red', 'blue'], timeoutMs: 60_000 });
    expect(result).toEqual({
      ...{ id, name, queue: 'tasks', attempt: 1, maxAttempts: 4, tags: ['red', 'blue'], rootId: id },
      leftMs: expect.any(Number),
    });
    const { leftMs } = result as { leftMs: number };
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(60_000);
  });

  it.each(['test.learning', 'test.thread-learning'])('knows nothing that is not: %s', async (name) => {
    const { id, result } = await learned(name, {});
    expect(result).toEqual({ id, name, queue: 'tasks', attempt: 1, maxAttempts: 1, tags: [], rootId: id });
  });

  it('tells hooks of a task in a thread, once and in the worker', async () => {
    const { id } = await learned('test.thread-learning', {});
    await eventually(() => expect(worker.output().split(`heard of ${id}`)).toHaveLength(2));
  });

  it.each(['test.picky', 'test.thread-picky'])('is retried after an error of retryOn: %s', async (name) => {
    const id = await submitUnknown(app, name, { word: 'NetworkError' }, { attempts: 3 });
    await eventually(async () => {
      const task = await app.get(TaskStore).find(id);
      expect(task).toMatchObject({ status: 'SUCCESS', result: 2, errors: [{ message: 'no answer' }] });
    });
  });

  it.each(
    ['test.picky', 'test.thread-picky'].flatMap((name) => [
      [name, 'HostError', 'dontRetryOn lists HostError'],
      [name, 'RangeError', 'retryOn does not list RangeError'],
    ]),
  )('%s is not retried after a %s: %s', async (name, word, why) => {
    const id = await submitUnknown(app, name, { word }, { attempts: 3 });
    await eventually(async () => {
      const { status, attempt, error } = await app.get(TaskStore).find(id);
      expect({ status, attempt }).toEqual({ status: 'FAILURE', attempt: 1 });
      expect(error?.message).toBe(`no answer [not retried: ${why}]`);
    });
  });
});
