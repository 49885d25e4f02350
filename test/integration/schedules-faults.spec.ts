import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Task } from '../../src/core/task/task.js';
import { ScheduleStore } from '../../src/core/schedules/records/schedule-store.js';
import { ScheduleChanges } from '../../src/core/schedules/schedule-changes.js';
import { withDefaults } from '../../src/core/schedules/schedule-definition.js';
import { Ticker } from '../../src/core/schedules/ticking/ticker.js';
import { startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { EchoPayload, EchoTask, WorkflowTasks } from '../support/workflow-tasks.js';

const START = Date.UTC(2040, 0, 1);
const MINUTE_MS = 60_000;
const LEASE_MS = 5_000;

/** The same on another queue. */
@Task({ name: 'test.fetch', queue: 'fetch', payload: EchoPayload })
class FetchTask extends EchoTask {}

@Module({ imports: [WorkflowTasks], providers: [FetchTask] })
class FaultModule {}

describe('schedules whose queue has an overwritten key', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables, { modules: [FaultModule] });
  });
  afterEach(async () => {
    for (const id of await app.get(ScheduleStore).idsAfter(undefined, 100))
      await app.get(ScheduleChanges).remove(id);
  });
  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  /** Stores a schedule that ticks at START. */
  async function store(id: string, work: Parameters<typeof withDefaults>[0]): Promise<void> {
    const definition = withDefaults({ everyMs: MINUTE_MS, startAt: START, ...work });
    await app.get(ScheduleChanges).put(id, definition, { by: 'ops' });
  }

  /** Overwrites a key of the queue `tasks`. Returns the repair. */
  async function overwrite(place: string): Promise<() => Promise<unknown>> {
    const key = `${sandbox.prefix}:tasks:${place}`;
    await sandbox.redis.del(key);
    await sandbox.redis.set(key, 'x');
    return () => sandbox.redis.del(key);
  }

  const echo = { task: 'test.echo', payload: { value: 1 } };

  it.each([
    ['task', echo, 'wait'],
    ['workflow', { workflow: { steps: { one: echo } } }, 'waiting-children'],
  ])('keep the tick of a %s until it is repaired, and the others tick', async (kind, work, place) => {
    const [good, bad] = [`good-${kind}`, `bad-${kind}`];
    await store(good, { task: 'test.fetch', payload: { value: 1 } });
    await store(bad, work);
    const repair = await overwrite(place);
    const { entries } = await app.get(Ticker).step(START);
    expect(entries).toMatchObject([{ scheduleId: good, outcome: 'submitted' }]);
    expect(await app.get(ScheduleStore).ticks(bad, 1)).toEqual([]);
    await repair();
    const later = await app.get(Ticker).step(START + LEASE_MS);
    expect(later.entries).toMatchObject([{ scheduleId: bad, tick: START, outcome: 'submitted' }]);
  });
});
