import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { QueueControl } from '../../src/core/queues/queue-control.js';
import { Keys } from '../../src/core/redis/keys.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { TaskRegistry } from '../../src/core/task/task-registry.js';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import { ScheduleStore } from '../../src/core/schedules/records/schedule-store.js';
import { ScheduleChanges } from '../../src/core/schedules/schedule-changes.js';
import { withDefaults } from '../../src/core/schedules/schedule-definition.js';
import { SchedulePauses } from '../../src/core/schedules/schedule-pauses.js';
import { type TaskSchedule, tagOf, tickWorkId } from '../../src/core/schedules/schedule.js';
import { DueSchedules } from '../../src/core/schedules/ticking/due-schedules.js';
import { Ticker } from '../../src/core/schedules/ticking/ticker.js';
import { ExecutionModule } from '../../src/worker/execution.module.js';
import { startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { advanceSchedules } from '../support/testing-kit/advance-schedules.js';
import { drain } from '../support/testing-kit/drain.js';

const MINUTE_MS = 60_000;
const LEASE_MS = 5_000;

class TickPayload {
  @IsOptional()
  @IsInt()
  number?: number;

  @IsOptional()
  @IsString()
  password?: string;
}

const ran: TickPayload[] = [];

@Task({ name: 'test.tick', queue: 'tasks', payload: TickPayload, redact: ['password'] })
class TickTask implements TaskHandler<TickPayload, null> {
  run(payload: TickPayload): Promise<null> {
    ran.push(payload);
    return Promise.resolve(null);
  }
}

/** Takes the same payload, and redacts nothing. */
@Task({ name: 'test.show', queue: 'tasks', payload: TickPayload })
class ShowTask extends TickTask {}

@Module({ imports: [ExecutionModule], providers: [TickTask, ShowTask] })
class TickModule {}

describe('schedules that tick', () => {
  let sandbox: Sandbox;
  /** Three processes, each of which ticks when the test says so. */
  let apps: NestExpressApplication[];
  let app: NestExpressApplication;
  let number = 0;

  beforeAll(async () => {
    sandbox = await createSandbox();
    apps = [];
    for (let i = 0; i < 3; i++) apps.push(await startApi(sandbox.variables, { modules: [TickModule] }));
    app = apps[0] as NestExpressApplication;
  });
  afterEach(async () => {
    await drain(app);
    ran.length = 0;
    for (const id of await app.get(ScheduleStore).idsAfter(undefined, 100))
      await app.get(ScheduleChanges).remove(id);
  });
  afterAll(async () => {
    await Promise.all(apps.map((one) => one.close()));
    await sandbox.clean();
  });

  /** Stores a schedule that ticks every minute. Returns its id and its next tick. */
  async function store(rule: Partial<TaskSchedule> = {}): Promise<{ id: string; tick: number }> {
    const id = `test-${(number += 1)}`;
    const definition = withDefaults({ task: 'test.tick', payload: {}, everyMs: MINUTE_MS, ...rule });
    await app.get(ScheduleChanges).put(id, definition, { by: 'ops' });
    return { id, tick: (await read(id)).tick ?? 0 };
  }

  const read = (id: string) => app.get(ScheduleStore).get(id);
  const ticks = (id: string) => app.get(ScheduleStore).ticks(id, 100);
  const step = (at: number, by = app) => by.get(Ticker).step(at);
  const statusOf = async (taskId: string) => (await app.get(TaskStore).find(taskId)).status;
  const outcomes = async (id: string) => (await ticks(id)).map(({ outcome }) => outcome).toReversed();

  it('submits the task under the id of the tick, with the tag of the schedule', async () => {
    const { id, tick } = await store({
      payload: { number: 7 },
      options: { priority: 'high', tags: ['nightly'] },
    });
    expect((await step(tick - 1)).entries).toEqual([]);
    expect((await step(tick)).entries).toMatchObject([
      { scheduleId: id, tick, outcome: 'submitted', trigger: 'schedule', taskId: tickWorkId(id, tick) },
    ]);
    expect(await app.get(TaskStore).find(tickWorkId(id, tick))).toMatchObject({
      ...{ name: 'test.tick', priority: 'high', tags: ['nightly', tagOf(id)] },
    });
    expect(await read(id)).toMatchObject({ tick: tick + MINUTE_MS, lastTick: tick });
    expect((await ticks(id)).length).toBe(1);
    await drain(app);
    expect(ran).toEqual([{ number: 7 }]);
  });

  it('waits for a tick only as long as it must', async () => {
    const { tick } = await store();
    expect((await step(tick - 500)).waitMs).toBe(500);
    expect((await step(tick)).waitMs).toBeLessThanOrEqual(MINUTE_MS);
    expect((await step(tick)).waitMs).toBeGreaterThan(MINUTE_MS - 5_000);
  });

  it('submits each tick once, however many workers tick at the same time', async () => {
    const { id, tick } = await store({ overlap: 'allow' });
    for (let minute = 0; minute < 20; minute++)
      await Promise.all(apps.map((one) => step(tick + minute * MINUTE_MS, one)));
    expect(await outcomes(id)).toEqual(new Array(20).fill('submitted'));
    await drain(app);
    expect(ran).toHaveLength(20);
  });

  it('submits a thousand schedules that are due at once', async () => {
    const definition = withDefaults({ task: 'test.tick', payload: {}, everyMs: MINUTE_MS });
    const ids = Array.from({ length: 1_000 }, (_, i) => `many-${i}`);
    await Promise.all(ids.map((id) => app.get(ScheduleChanges).put(id, definition, { by: 'ops' })));
    const { tick } = await read('many-0');
    for (let waitMs = 0; waitMs === 0;) ({ waitMs } = await step((tick ?? 0) + MINUTE_MS - 1));
    await drain(app);
    expect(ran).toHaveLength(1_000);
    await Promise.all(ids.map((id) => app.get(ScheduleChanges).remove(id)));
  });

  describe('when a worker dies', () => {
    it('after it has taken a tick: another one submits it', async () => {
      const { id, tick } = await store();
      await app.get(DueSchedules).take(10, tick);
      expect((await step(tick + LEASE_MS - 1, apps[1])).entries).toEqual([]);
      expect((await step(tick + LEASE_MS, apps[1])).entries).toMatchObject([{ tick, outcome: 'submitted' }]);
      expect(await outcomes(id)).toEqual(['submitted']);
    });

    it.each(['skip', 'queue', 'cancel-previous', 'allow'] as const)(
      'after it has stored the task, with overlap %s: another one only moves on',
      async (overlap) => {
        const { id, tick } = await store({ overlap });
        await step(tick);
        const second = tick + MINUTE_MS;
        if (overlap === 'skip' || overlap === 'queue') await drain(app);
        const due = app.get(DueSchedules);
        const settle = due.settle.bind(due);
        due.settle = () => Promise.reject(new Error('it died'));
        await expect(step(second)).rejects.toThrow('it died');
        due.settle = settle;
        expect(await statusOf(tickWorkId(id, second))).toBe('PENDING');
        await step(second + LEASE_MS, apps[1]);
        expect(await read(id)).toMatchObject({ tick: second + MINUTE_MS, lastTick: second });
        expect(await outcomes(id)).toEqual(['submitted', 'submitted']);
        expect(await statusOf(tickWorkId(id, second))).toBe('PENDING');
        await drain(app);
        expect(ran).toHaveLength(overlap === 'cancel-previous' ? 1 : 2);
      },
    );

    it('not at all, but is so slow that another one takes its tick: it is recorded once', async () => {
      const { id, tick } = await store();
      const { schedules } = await app.get(DueSchedules).take(10, tick);
      await step(tick + LEASE_MS, apps[1]);
      const [first] = schedules;
      const late = {
        entries: await ticks(id),
        handled: tick,
        wasQueued: null,
        queued: null,
        open: [],
        missed: 0,
      };
      const moved =
        first && (await app.get(DueSchedules).settle(first, { ...late, tick: 1, due: 1, look: 1 }));
      expect(moved).toBe(false);
      expect(await outcomes(id)).toEqual(['submitted']);
      expect((await read(id)).tick).toBe(tick + MINUTE_MS);
    });
  });

  describe('and overlap', () => {
    it('skip: a tick is skipped until the task has ended', async () => {
      const { id, tick } = await store({ overlap: 'skip' });
      await advanceSchedules(app, new Date(tick + 2 * MINUTE_MS));
      await drain(app);
      await advanceSchedules(app, new Date(tick + 3 * MINUTE_MS));
      expect(await outcomes(id)).toEqual(['submitted', 'skipped', 'skipped', 'submitted']);
      expect((await ticks(id))[1]?.reason).toBe('The work of an earlier tick has not ended.');
    });

    it('queue: one tick waits, and is submitted when the task has ended', async () => {
      const { id, tick } = await store({ overlap: 'queue' });
      await step(tick);
      await step(tick + MINUTE_MS);
      await step(tick + 2 * MINUTE_MS);
      expect(await read(id)).toMatchObject({ queued: tick + MINUTE_MS });
      await drain(app);
      await step(tick + 2 * MINUTE_MS + 2_000);
      expect(await outcomes(id)).toEqual(['submitted', 'queued', 'skipped', 'submitted']);
      expect((await ticks(id))[0]).toMatchObject({ tick: tick + MINUTE_MS, trigger: 'queue' });
      expect(await read(id)).toMatchObject({ queued: null, tick: tick + 3 * MINUTE_MS });
    });

    it.each([
      ['its times change', false],
      ['it was paused, too', true],
    ])('queue: the tick that waits does not wait for the next one if %s', async (_when, isPaused) => {
      const { id, tick } = await store({ overlap: 'queue' });
      await step(tick);
      await step(tick + MINUTE_MS);
      if (isPaused) await app.get(SchedulePauses).pause(id, 'ops', null);
      await app.get(ScheduleChanges).patch(id, { startAt: tick + 60 * MINUTE_MS }, { by: 'ops' });
      if (isPaused) await app.get(SchedulePauses).resume(id);
      await drain(app);
      expect((await step(tick + 2 * MINUTE_MS)).entries).toMatchObject([
        { tick: tick + MINUTE_MS, trigger: 'queue', outcome: 'submitted' },
      ]);
      expect(await read(id)).toMatchObject({ queued: null, tick: tick + 60 * MINUTE_MS });
    });

    it('cancel-previous: the earlier task is revoked', async () => {
      const { id, tick } = await store({ overlap: 'cancel-previous' });
      await advanceSchedules(app, new Date(tick + MINUTE_MS));
      expect(await statusOf(tickWorkId(id, tick))).toBe('REVOKED');
      expect(await statusOf(tickWorkId(id, tick + MINUTE_MS))).toBe('PENDING');
      expect((await app.get(TaskStore).find(tickWorkId(id, tick))).revokeReason).toBe(
        `replaced by a newer tick of ${id}`,
      );
    });

    it('cancel-previous: the earlier task is kept if the tick is refused', async () => {
      const { id, tick } = await store({ overlap: 'cancel-previous' });
      await step(tick);
      await app.get(QueueControl).close('tasks', 'ops', null);
      await step(tick + MINUTE_MS);
      await app.get(QueueControl).open('tasks');
      expect(await outcomes(id)).toEqual(['submitted', 'skipped']);
      expect(await statusOf(tickWorkId(id, tick))).toBe('PENDING');
      await step(tick + 2 * MINUTE_MS);
      expect(await statusOf(tickWorkId(id, tick))).toBe('REVOKED');
    });
  });

  describe('after an outage', () => {
    it.each([
      ['none', 0, 10],
      ['last', 1, 9],
      ['all', 10, 0],
    ] as const)('make up for missed ticks as they say: %s', async (catchUp, submitted, missed) => {
      const { id, tick } = await store({ catchUp, overlap: 'allow' });
      await step(tick + 9 * MINUTE_MS + 30_000);
      expect((await ticks(id)).filter(({ outcome }) => outcome === 'submitted')).toHaveLength(submitted);
      expect(await read(id)).toMatchObject({ missed, tick: tick + 10 * MINUTE_MS });
    });
  });

  it('skips a tick whose queue is closed, and says so', async () => {
    const { id, tick } = await store();
    await app.get(QueueControl).close('tasks', 'ops', null);
    await step(tick);
    await app.get(QueueControl).open('tasks');
    expect(await ticks(id)).toMatchObject([{ outcome: 'skipped', reason: 'The queue tasks is closed.' }]);
  });

  it('records a tick that its task refuses, and lets the others tick', async () => {
    const [bad, good] = [await store({ payload: { number: 1 } }), await store()];
    const facts = await read(bad.id);
    const definition = { ...facts.definition, payload: { number: 'one' } };
    await app.get(ScheduleStore).change(bad.id, { ...facts, facts: { ...facts, definition }, read: facts });
    await step(good.tick);
    expect(await ticks(bad.id)).toMatchObject([
      { outcome: 'failed', reason: expect.stringContaining('number') },
    ]);
    expect(await outcomes(good.id)).toEqual(['submitted']);
  });

  it('pauses a schedule whose task is gone for five minutes, and says why', async () => {
    const { id, tick } = await store();
    const registry = app.get(TaskRegistry);
    const find = registry.find.bind(registry);
    registry.find = (name) => (name === 'test.tick' ? undefined : find(name));
    await step(tick);
    expect((await read(id)).pause).toBeNull(); // another worker may be newer
    for (let at = tick; at < tick + 5 * MINUTE_MS; at += LEASE_MS) await step(at);
    expect((await read(id)).pause).toBeNull(); // a rolling deploy may take this long
    await step(tick + 5 * MINUTE_MS + LEASE_MS);
    registry.find = find;
    expect((await read(id)).pause).toMatchObject({
      ...{ by: 'celeriac', note: 'No worker knows the task test.tick: it was renamed or removed.' },
    });
  });

  it('does not tick while it is paused, and makes up for nothing afterwards', async () => {
    const { id, tick } = await store({ catchUp: 'all' });
    await app.get(SchedulePauses).pause(id, 'ops', 'a deploy');
    expect(await app.get(ScheduleStore).counts()).toEqual({ active: 0, paused: 1, ended: 0 });
    expect((await step(tick + MINUTE_MS)).entries).toEqual([]);
    const resumed = await app.get(SchedulePauses).resume(id);
    expect(resumed).toMatchObject({ pause: null, tick });
    expect(await app.get(ScheduleStore).counts()).toEqual({ active: 1, paused: 0, ended: 0 });
  });

  it('keeps its next tick when its payload changes, and the payload counts from then on', async () => {
    const { id, tick } = await store({ payload: { number: 1 } });
    await app.get(ScheduleChanges).patch(id, { payload: { number: 2 } }, { by: 'ops' });
    expect((await read(id)).tick).toBe(tick);
    await app.get(DueSchedules).take(10, tick);
    await app.get(ScheduleChanges).patch(id, { payload: { number: 3 } }, { by: 'ops' });
    await step(tick + LEASE_MS);
    await drain(app);
    expect(ran).toEqual([{ number: 3 }]);
  });

  it('is recorded once if the schedule changes while it is submitted', async () => {
    const { id, tick } = await store({ overlap: 'allow' });
    const due = app.get(DueSchedules);
    const settle = due.settle.bind(due);
    due.settle = async (...settled) => {
      await app.get(ScheduleChanges).patch(id, { note: 'changed' }, { by: 'ops' });
      return settle(...settled);
    };
    await step(tick);
    due.settle = settle;
    await step(tick + MINUTE_MS);
    expect((await ticks(id)).map((entry) => entry.tick)).toEqual([tick + MINUTE_MS, tick]);
    await drain(app);
    expect(ran).toHaveLength(2);
  });

  it('ends with the last tick', async () => {
    const now = await app.get(ScheduleStore).now();
    const { id, tick } = await store({ startAt: now + 1_000, endAt: now + 1_000 });
    await step(tick);
    expect(await read(id)).toMatchObject({ tick: null, due: null });
    expect(await app.get(ScheduleStore).counts()).toEqual({ active: 0, paused: 0, ended: 1 });
  });

  it('keeps at most 100 lines of its ticks', async () => {
    const { id, tick } = await store({ overlap: 'allow', everyMs: 1_000 });
    await advanceSchedules(app, new Date(tick + 110_000));
    const all = await ticks(id);
    expect(all).toHaveLength(100);
    expect(all[0]?.tick).toBe(tick + 110_000);
  });

  it('encrypts the secrets of a payload in Redis, and runs with them', async () => {
    const { id, tick } = await store({ payload: { number: 1, password: 'hunter2-secret' } });
    const stored = await sandbox.redis.hgetall(app.get(Keys).schedule(id));
    expect(JSON.stringify(stored)).not.toContain('hunter2-secret');
    await app.get(ScheduleChanges).patch(id, { options: { attempts: 2 } }, { by: 'ops' });
    await step(tick);
    await drain(app);
    expect(ran).toEqual([{ number: 1, password: 'hunter2-secret' }]);
  });

  it('does not hand the secrets of a payload to another task', async () => {
    const { id } = await store({ payload: { password: 'hunter2-secret' } });
    const patch = (change: object) => app.get(ScheduleChanges).patch(id, change, { by: 'ops' });
    await expect(patch({ task: 'test.show' })).rejects.toThrow('payload must be given again');
    expect(JSON.stringify(await sandbox.redis.hgetall(app.get(Keys).schedule(id)))).not.toContain('hunter2');
    await patch({ task: 'test.show', payload: { number: 1 } });
    expect((await read(id)).definition).toMatchObject({ task: 'test.show', payload: { number: 1 } });
  });
});
