import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { BrokerUnavailableError } from '../../src/core/redis/broker.errors.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskRevokedError } from '../../src/core/task/handle/result.errors.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describe('a wait for a result while the broker is away', () => {
  let redis: OwnRedis;
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeEach(async () => {
    redis = await createOwnRedis();
    await redis.start();
    sandbox = await createSandbox({ REDIS_URL: redis.url });
    app = await startApi(sandbox.variables);
  });
  afterEach(async () => {
    await app.close();
    await sandbox.clean();
    await redis.remove();
  });

  it('goes on when the broker is back, and does not begin before', async () => {
    const task = await app.get(TaskQueue).submit(DivideTask, { x: 1, y: 1 }, { delayMs: 3_600_000 });
    const isOver = expect(task.result()).rejects.toBeInstanceOf(TaskRevokedError);
    await task.state();
    await redis.stop();
    await eventually(() =>
      expect(task.result({ timeoutMs: 1_000 })).rejects.toBeInstanceOf(BrokerUnavailableError),
    );
    await redis.start();
    await eventually(() => task.cancel());
    await isOver;
  });
});
