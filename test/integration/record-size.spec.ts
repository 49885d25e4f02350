import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { TestingModule } from '@nestjs/testing';
import request from 'supertest';
import { writeStack } from '../../src/core/bullmq/recorded-error.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

/** What version 4cf419b kept of a task that failed a hundred times with long messages. */
const OLD_STACKS = Array.from({ length: 100 }, (_, i) =>
  writeStack(
    {
      attempt: i + 1,
      worker: 'old","worker',
      started_at: '2026-11-24T08:00:00.000Z',
      ended_at: '2026-11-24T08:00:01.000Z',
      type: 'RangeError',
      message: `"${i}",\n${'x'.repeat(10_000)}`,
    },
    ['    at f (file.js:1:1)'],
  ),
);

describe('a task that fails very often', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: TestingModule;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
    worker = await startWorker(sandbox.variables);
  });

  afterAll(async () => {
    await worker.close();
    await app.close();
    await sandbox.clean();
  });

  const submit = async (options: object): Promise<string> => {
    const { body } = await request(app.getHttpServer())
      .post('/tasks/math.divide')
      .send({ payload: { x: 1, y: 0 }, options })
      .expect(201);
    return body.task_id;
  };
  const get = async (path: string) => (await request(app.getHttpServer()).get(path).expect(200)).body;

  it('keeps its first and last ten errors, and waits at least 100 ms from the tenth on', async () => {
    const backoff = { type: 'fixed', delay_ms: 0, max_ms: 0, jitter: 0 };
    const id = await submit({ attempts: 25, backoff });
    const task = await eventually(async () => {
      const read = await get(`/tasks/${id}`);
      expect(read.status).toBe('FAILURE');
      return read;
    });
    const attempts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25];
    expect(task.errors.map(({ attempt }: { attempt: number }) => attempt)).toEqual(attempts);
    const [tenth, last] = [task.errors[9], task.errors.at(-1)];
    expect(Date.parse(last.started_at) - Date.parse(tenth.ended_at)).toBeGreaterThanOrEqual(15 * 100 - 50);
  });

  it('does not make lists long or slow if an older version stored a megabyte of each', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, () => submit({ delay_ms: 3_600_000 })));
    const stacktrace = JSON.stringify(OLD_STACKS);
    expect(stacktrace.length).toBeGreaterThan(1_000_000);
    for (const id of ids) {
      const fields = { stacktrace, failedReason: 'too far' };
      await sandbox.redis.hset(`${sandbox.prefix}:tasks:${id}`, fields);
    }
    const { text, body } = await request(app.getHttpServer()).get('/tasks?limit=60').expect(200);
    expect(text.length).toBeLessThan(2_000_000);
    expect(body.items.map(({ task_id: id }: { task_id: string }) => id).sort()).toEqual(ids.toSorted());
    const error = { attempt: 100, worker: 'old","worker', type: 'RangeError' };
    for (const item of body.items) expect(item).toMatchObject({ status: 'RETRY', errors: [error] });
    expect(await get(`/tasks/${ids[0]}`)).toMatchObject({ errors: [error] });
  });
});
