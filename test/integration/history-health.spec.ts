import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { Histories, type TaskHistory } from '../../src/core/history/task-history.js';
import { startApi } from '../support/in-process.js';
import { MemoryHistory } from '../support/memory-history.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describe('GET /health', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
  });
  afterEach(() => use(undefined));
  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  // The port has no way to remove a history: programs never do.
  const use = (history: Partial<TaskHistory> | undefined) => app.get(Histories).use(history as TaskHistory);
  const check = async (path = '/health') => (await request(app.getHttpServer()).get(path).expect(200)).body;
  const lagging = (ms: number, tasks: number) =>
    Object.assign(new MemoryHistory(), { lag: () => Promise.resolve({ ms, tasks }) });

  it('has no history without one', async () => {
    expect((await check()).details).not.toHaveProperty('history');
  });

  it('shows how far the history is behind', async () => {
    use(lagging(1_400, 12));
    expect((await check()).details.history).toEqual({ status: 'up', lag_seconds: 1, lag_tasks: 12 });
    use(lagging(301_000, 5_000));
    expect((await check()).details.history).toEqual({
      ...{ status: 'degraded', lag_seconds: 301, lag_tasks: 5_000 },
      message: 'behind: finished tasks are recorded late',
    });
    use(lagging(301_000, 0)); // nothing has ended, so nothing is missing
    expect((await check()).details.history).toMatchObject({ status: 'up' });
  });

  it('is a warning while the history is away or does not answer, and readiness does not depend on it', async () => {
    use(Object.assign(new MemoryHistory(), { isAway: true }));
    expect(await check()).toMatchObject({
      status: 'degraded',
      details: { history: { status: 'degraded', message: expect.stringMatching(/^not responding/) } },
    });
    use({ recordedUntil: () => new Promise(() => undefined) });
    expect((await check()).details.history).toMatchObject({ status: 'degraded' });
    expect((await check('/health/ready')).details).not.toHaveProperty('history');
  });
});
