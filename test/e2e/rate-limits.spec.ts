import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { submitUnknown } from '../support/raw-submit.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** The rate limit of `test.limited`. */
const MAX = 2;
const DURATION_MS = 400;
const TASKS = 9;

describe('a rate limit over two worker processes', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let workers: StartedProcess[];

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
    const start = (name: string) => startProcess('test-worker', { ...sandbox.variables, WORKER_NAME: name });
    workers = await Promise.all([start('one'), start('two')]);
  });

  afterAll(async () => {
    await Promise.all([app.close(), ...workers.map((worker) => worker.stop())]);
    await sandbox.clean();
  });

  const get = async (path: string) => (await request(app.getHttpServer()).get(path).expect(200)).body;

  it('counts the starts of both, does not delay other tasks, and loses nothing', async () => {
    const before = Date.now();
    const ids = await Promise.all(Array.from({ length: TASKS }, () => submitUnknown(app, 'test.limited')));
    const { body } = await request(app.getHttpServer()).post('/tasks?x=10&y=2').expect(201);
    const readAll = () => Promise.all(ids.map((id) => get(`/tasks/${id}`)));
    await eventually(async () => expect((await readAll()).some(({ run_at: at }) => at)).toBe(true));
    const other = await eventually(async () => {
      const task = await get(`/tasks/${body.task_id}`);
      expect(task.status).toBe('SUCCESS');
      return task;
    });

    const tasks = await eventually(async () => {
      const all = await readAll();
      expect(all.map(({ status }) => status)).toEqual(Array(TASKS).fill('SUCCESS'));
      return all;
    });
    expect(tasks.map(({ attempt }) => attempt)).toEqual(Array(TASKS).fill(1));
    const starts = tasks.map(({ result }) => result as number).sort((a, b) => a - b);
    expect(Date.parse(other.finished_at)).toBeLessThan(starts.at(-1) ?? 0);
    // On a busy machine a start may be later than its turn, but never earlier.
    for (const [i, at] of starts.entries())
      expect(at).toBeGreaterThanOrEqual(before + Math.floor(i / MAX) * DURATION_MS);
  });
});
