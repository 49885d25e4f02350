import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { CoreModule } from '../../src/core/index.js';
import { startApi } from '../../test/support/in-process.js';
import { type Sandbox, createSandbox } from '../../test/support/sandbox.js';
import { advanceSchedules } from '../../test/support/testing-kit/advance-schedules.js';
import { drain } from '../../test/support/testing-kit/drain.js';
import { NightlyReportTask } from './nightly-report.task.js';
import { NightlyRounds } from './nightly-rounds.js';

const DAY_MS = 86_400_000;

@Module({ imports: [CoreModule], providers: [NightlyReportTask, NightlyRounds] })
class RoundsModule {}

let sandbox: Sandbox;
let app: NestExpressApplication;
beforeAll(async () => {
  sandbox = await createSandbox();
  app = await startApi(sandbox.variables, { modules: [RoundsModule] });
});
afterAll(async () => {
  await app.close();
  await sandbox.clean();
});

it('reports to one after the other, once a night', async () => {
  for (let night = 1; night <= 2; night++) {
    await advanceSchedules(app, new Date(Date.now() + night * DAY_MS));
    const results = (await drain(app)).map(({ result }) => result);
    expect(results.filter((result) => /grace|edsger/.test(String(result)))).toEqual([
      'reported to grace@example.com',
      'reported to edsger@example.com',
    ]);
  }
});
