import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { SHORT_LOCKS } from '../support/short-locks.js';

const TASKS = 40;

describe('the death of a worker', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  const workers: StartedProcess[] = [];

  beforeEach(async () => {
    sandbox = await createSandbox({ ...SHORT_LOCKS, WORKER_QUEUES: 'tasks', WORKER_CONCURRENCY: '8' });
    api = await startProcess('main', sandbox.variables);
  });

  afterEach(async () => {
    await Promise.all([api, ...workers.splice(0)].map((started) => started.stop()));
    await sandbox.clean();
  });

  const startWorker = async (variables: Record<string, string> = {}) => {
    const worker = await startProcess('worker', { ...sandbox.variables, ...variables });
    workers.push(worker);
    return worker;
  };
  const taskOf = async (id: string) => (await request(api.url).get(`/tasks/${id}`).expect(200)).body;

  it('loses no accepted task: running ones run again, waiting ones run', async () => {
    const first = await startWorker({ DIVIDE_DELAY_MS: '60000' });
    const ids = await Promise.all(
      Array.from({ length: TASKS }, async (_, i) => {
        const { body } = await request(api.url).post(`/tasks?x=${i}&y=1`).expect(201);
        return body.task_id as string;
      }),
    );
    await eventually(async () => {
      const tasks = await Promise.all(ids.map(taskOf));
      expect(tasks.filter(({ status }) => status === 'STARTED')).toHaveLength(8);
    });
    await first.stop('SIGKILL');

    await startWorker();
    await eventually(async () => {
      const tasks = await Promise.all(ids.map(taskOf));
      expect(tasks.map(({ status, result }) => [status, result])).toEqual(ids.map((_, i) => ['SUCCESS', i]));
    }, 40_000);
    const attempts = (await Promise.all(ids.map(taskOf))).map(({ attempt }) => attempt as number);
    expect(attempts.filter((attempt) => attempt === 2)).toHaveLength(8);
  });
});
