import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { type FollowedTask, type Ref, TaskQueue, followWith } from '../../src/core/index.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { dyingWorkers } from '../support/dying-workers.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describe('the death of a worker between the end of a task and its follow-up', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  const workers = dyingWorkers(() => sandbox);

  beforeEach(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
  });

  afterEach(async () => {
    await workers.stopAll();
    await app.close();
    await sandbox.clean();
  });

  it.each(['before', 'after'])('%s the submit: there is one follow-up', async (moment) => {
    const dying = await workers.start('test-dying-worker', { DIE: moment });
    const onSuccess = followWith(DivideTask, ({ result }: Ref<FollowedTask<number>>) => ({
      x: result,
      y: 2,
    }));
    const { id } = await app.get(TaskQueue).submit(DivideTask, { x: 10, y: 1 }, { onSuccess });
    await eventually(() => expect(dying.child.signalCode).toBe('SIGKILL'));
    expect(await workers.outbox()).toEqual([`tasks:${id}`]);

    // Half a minute passes.
    await sandbox.redis.zadd(`${sandbox.prefix}:ends`, 0, `tasks:${id}`);
    await workers.start('worker');
    await eventually(async () => expect(await workers.outbox()).toEqual([]), 30_000);
    await eventually(async () => {
      const { body } = await request(app.getHttpServer()).get('/tasks?name=math.divide').expect(200);
      expect(body.items).toHaveLength(2);
      expect(body.items).toContainEqual(
        expect.objectContaining({ parent_id: id, status: 'SUCCESS', result: 5 }),
      );
    });
  });
});
