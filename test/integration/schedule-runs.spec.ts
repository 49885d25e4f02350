import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ScheduleStore } from '../../src/core/schedules/records/schedule-store.js';
import { MOST_OPEN } from '../../src/core/schedules/records/tick-scripts.js';
import { ScheduleChanges } from '../../src/core/schedules/schedule-changes.js';
import { withDefaults } from '../../src/core/schedules/schedule-definition.js';
import { ScheduleRuns } from '../../src/core/schedules/schedule-runs.js';
import { tickWorkId } from '../../src/core/schedules/schedule.js';
import { DueSchedules } from '../../src/core/schedules/ticking/due-schedules.js';
import { Ticker } from '../../src/core/schedules/ticking/ticker.js';
import { startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { drain } from '../support/testing-kit/drain.js';
import { interrupt } from '../support/workflow-stand.js';
import { WorkflowTasks } from '../support/workflow-tasks.js';

const MINUTE_MS = 60_000;

describe('the runs of a schedule by hand', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let number = 0;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables, { modules: [WorkflowTasks] });
  });
  afterEach(async () => {
    await drain(app);
    for (const id of await app.get(ScheduleStore).idsAfter(undefined, 100))
      await app.get(ScheduleChanges).remove(id);
  });
  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  /** Stores a schedule that ticks every minute. Returns its id and its next tick. */
  async function store(): Promise<{ id: string; tick: number }> {
    const id = `run-${(number += 1)}`;
    const definition = withDefaults({ task: 'test.echo', payload: { value: 1 }, everyMs: MINUTE_MS });
    await app.get(ScheduleChanges).put(id, definition, { by: 'ops' });
    return { id, tick: (await app.get(ScheduleStore).get(id)).tick ?? 0 };
  }

  const run = async (id: string) => (await app.get(ScheduleRuns).run(id, {})).taskId;
  const step = (at: number) => app.get(Ticker).step(at);
  const openOf = async (id: string) => (await app.get(ScheduleStore).get(id)).open;
  const outcomes = async (id: string) =>
    (await app.get(ScheduleStore).ticks(id, 100)).map(({ outcome }) => outcome).toReversed();

  it('count as an earlier tick, and those of a backfill do not', async () => {
    const { id, tick } = await store();
    const past = { from: tick - 10 * MINUTE_MS, until: tick - 5 * MINUTE_MS, isDryRun: false };
    expect(await app.get(ScheduleRuns).backfill(id, past, {})).toHaveLength(6);
    await step(tick);
    await drain(app);
    await run(id);
    await step(tick + MINUTE_MS);
    expect((await outcomes(id)).slice(-3)).toEqual(['submitted', 'submitted', 'skipped']);
  });

  it('count although the schedule ticks at the same time', async () => {
    const { id, tick } = await store();
    let byHand: string | null = null;
    interrupt(app.get(DueSchedules), 'settle', async () => (byHand = await run(id)), 'before');
    await step(tick);
    expect(await openOf(id)).toEqual([tickWorkId(id, tick), byHand]);
    await step(tick + MINUTE_MS);
    expect(await outcomes(id)).toEqual(['submitted', 'submitted', 'skipped']);
    await drain(app);
    await step(tick + 2 * MINUTE_MS);
    expect(await openOf(id)).toEqual([tickWorkId(id, tick + 2 * MINUTE_MS)]);
  });

  it(`are remembered up to ${MOST_OPEN}, the newest`, async () => {
    const { id } = await store();
    const ids: (string | null)[] = [];
    for (let i = 0; i <= MOST_OPEN; i++) ids.push(await run(id));
    expect(await openOf(id)).toEqual(ids.slice(1));
  });
});
