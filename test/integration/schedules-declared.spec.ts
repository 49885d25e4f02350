import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module, type Type } from '@nestjs/common';
import { IsInt } from 'class-validator';
import request from 'supertest';
import { DeclaredSchedules } from '../../src/core/schedules/declared/declared-schedules.js';
import { Schedule, type ScheduledWorkflow } from '../../src/core/schedules/declared/schedule.decorator.js';
import { ScheduleStore } from '../../src/core/schedules/records/schedule-store.js';
import { Task, type TaskHandler, type TaskOptions } from '../../src/core/task/task.js';
import { ExecutionModule } from '../../src/worker/execution.module.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

class ReportPayload {
  @IsInt()
  day!: number;
}

const nightly = { cron: '0 3 * * *', tz: 'Europe/Berlin', payload: { day: 1 } };
const HOUR_MS = 3_600_000;

/** A version of the code: a module whose task has these schedules. */
function version(...tasks: Partial<TaskOptions<ReportPayload>>[]): Type {
  const classes = tasks.map((options, i) => {
    @Task({ name: `test.report-${i}`, queue: 'tasks', payload: ReportPayload, ...options })
    class ReportTask implements TaskHandler<ReportPayload, null> {
      run(): Promise<null> {
        return Promise.resolve(null);
      }
    }
    return ReportTask;
  });
  @Module({ imports: [ExecutionModule], providers: classes })
  class ReportModule {}
  return ReportModule;
}

describe('schedules declared in code', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await createSandbox();
  });
  afterEach(() => sandbox.clean());

  /** Starts a worker of a version of the code, as far as it stores its schedules, and ends it. */
  async function deploy(module: Type) {
    const app = await startApi(sandbox.variables, { modules: [module] });
    await app.get(DeclaredSchedules).sync();
    const store = app.get(ScheduleStore);
    const found = await store.findMany(await store.idsAfter(undefined, 100));
    await app.close();
    return found.flatMap((one) =>
      one ? [{ ...one, rule: one.definition.cron ?? one.definition.everyMs }] : [],
    );
  }

  async function change(method: 'put' | 'delete' | 'post', path: string, body?: object) {
    const app = await startApi(sandbox.variables, { modules: [version({ schedule: nightly })] });
    await request(app.getHttpServer())[method](`/schedules/${path}`).send(body);
    await app.close();
  }

  it('are stored when a worker starts, under the name of the task, or their own ids', async () => {
    const module = version({
      schedule: nightly,
      schedules: [{ ...nightly, id: 'monthly', cron: '0 3 1 * *' }],
    });
    const worker = await startWorker(sandbox.variables, { modules: [module] });
    await eventually(async () => {
      expect(await worker.get(ScheduleStore).idsAfter(undefined, 10)).toEqual(['monthly', 'test.report-0']);
    });
    expect(await worker.get(ScheduleStore).get('test.report-0')).toMatchObject({
      ...{
        source: 'code',
        changedBy: 'code',
        definition: { cron: '0 3 * * *', tz: 'Europe/Berlin', overlap: 'skip' },
      },
    });
    await worker.close();
  });

  it('follow the code, and keep their next tick if the times are the same', async () => {
    const [first] = await deploy(
      version({ schedule: { payload: { day: 1 }, everyMs: HOUR_MS, tz: nightly.tz } }),
    );
    const [second] = await deploy(
      version({ schedule: { payload: { day: 2 }, everyMs: HOUR_MS, tz: nightly.tz } }),
    );
    expect(second).toMatchObject({ tick: first?.tick, createdAt: first?.createdAt });
    expect(second?.definition).toMatchObject({ payload: { day: 2 } });
    const [third] = await deploy(version({ schedule: nightly }));
    expect(third).toMatchObject({ rule: '0 3 * * *', source: 'code' });
  });

  it('stay as people have changed them until the code changes', async () => {
    await deploy(version({ schedule: nightly }));
    await change('put', 'test.report-0', { task: 'test.report-0', payload: { day: 7 }, cron: '0 5 * * *' });
    expect(await deploy(version({ schedule: nightly }))).toMatchObject([
      { rule: '0 5 * * *', source: 'api' },
    ]);
    const changed = version({ schedule: { ...nightly, cron: '0 4 * * *' } });
    expect(await deploy(changed)).toMatchObject([{ rule: '0 4 * * *', source: 'code' }]);
  });

  it('stay deleted until the code changes, and paused for longer', async () => {
    await deploy(version({ schedule: nightly }));
    await change('delete', 'test.report-0');
    expect(await deploy(version({ schedule: nightly }))).toEqual([]);
    expect(await deploy(version({ schedule: { ...nightly, cron: '0 4 * * *' } }))).toHaveLength(1);
    await change('post', 'test.report-0/pause', { note: 'moving' });
    expect(await deploy(version({ schedule: nightly }))).toMatchObject([
      { rule: '0 3 * * *', pause: { note: 'moving' }, tick: null },
    ]);
  });

  it('are removed when they are gone from the code; those of the API stay', async () => {
    await deploy(version({ schedule: nightly, schedules: [{ ...nightly, id: 'second' }] }));
    await change('put', 'by-hand', { task: 'test.report-0', payload: { day: 7 }, cron: '0 5 * * *' });
    expect((await deploy(version({ schedule: nightly }))).map(({ id }) => id)).toEqual([
      'by-hand',
      'test.report-0',
    ]);
    expect((await deploy(version({}))).map(({ id }) => id)).toEqual(['by-hand']);
  });

  it('may name an internal task, and may have ended', async () => {
    const ended = { ...nightly, endAt: new Date('2020-01-01T00:00:00Z') };
    const found = await deploy(version({ isInternal: true, schedule: nightly }, { schedule: ended }));
    expect(found.map(({ tick }) => tick === null)).toEqual([false, true]);
  });

  it('two with one id stop the start, and both are named', async () => {
    const twins = version(
      { schedules: [{ ...nightly, id: 'twin' }] },
      { schedules: [{ ...nightly, id: 'twin' }] },
    );
    await expect(startApi(sandbox.variables, { modules: [twins] })).rejects.toThrow(
      'Two schedules have the id twin: one of ReportTask (test.report-0) and one of ReportTask (test.report-1).',
    );
  });

  it.each([
    ['cron never fires', { ...nightly, cron: '0 0 30 2 *' }],
    ['tz must be', { ...nightly, tz: 'Mars/Phobos' }],
    ['everyMs must be', { payload: { day: 1 }, everyMs: 999 }],
    ['cron must be given', { payload: { day: 1 } }],
    ['day must be', { ...nightly, payload: { day: 'first' as never } }],
    ['jitterMs must be', { ...nightly, jitterMs: -1 }],
  ])('an invalid one stops the start: %s', async (message, schedule) => {
    const starting = startApi(sandbox.variables, { modules: [version({ schedule })] });
    await expect(starting).rejects.toThrow(
      new RegExp(`The schedule test.report-0 of ReportTask \\(test.report-0\\) is not valid.*${message}`),
    );
  });

  it('may start a workflow, which code declares in a class of its own', async () => {
    const nightlySteps = (day: number) => {
      @Schedule({ id: 'nightly-steps', cron: '0 3 * * *', tz: 'Europe/Berlin' })
      class NightlySteps implements ScheduledWorkflow {
        workflow() {
          return { steps: { report: { task: 'test.report-0', payload: { day } } } };
        }
      }
      @Module({ imports: [version({})], providers: [NightlySteps] })
      class StepsModule {}
      return StepsModule;
    };
    const [stored] = await deploy(nightlySteps(1));
    expect(stored).toMatchObject({
      ...{ id: 'nightly-steps', source: 'code', rule: '0 3 * * *' },
      definition: { workflow: { steps: { report: { payload: { day: 1 } } } } },
    });
    const [changed] = await deploy(nightlySteps(2));
    expect(changed?.definition.workflow?.steps).toMatchObject({ report: { payload: { day: 2 } } });
    expect(await deploy(version({}))).toEqual([]);
    const starting = startApi(sandbox.variables, { modules: [nightlySteps('three' as unknown as number)] });
    await expect(starting).rejects.toThrow(
      /The schedule nightly-steps of NightlySteps is not valid.*\/steps\/report\/payload\/day/,
    );
  });
});
