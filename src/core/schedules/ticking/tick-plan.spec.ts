import { describe, expect, it } from '@jest/globals';
import { withDefaults } from '../schedule-definition.js';
import { type Schedule, type TaskSchedule, tickWorkId } from '../schedule.js';
import { TickTimes } from '../times/tick-times.js';
import { type WorkState, planTicks } from './tick-plan.js';

const MINUTE_MS = 60_000;
const NOON = Date.parse('2026-11-29T12:00Z');

interface Given extends Partial<Schedule> {
  readonly rule?: Partial<TaskSchedule>;
  readonly afterMs?: number;
  readonly works?: Readonly<Record<string, WorkState>>;
}

/** A schedule that ticks every minute, from noon; `afterMs` later. */
function plan({ rule = {}, afterMs = 0, works = {}, ...progress }: Given) {
  const definition = withDefaults({ task: 'test.task', payload: {}, everyMs: MINUTE_MS, ...rule });
  const schedule: Schedule = {
    ...{
      id: 'minutely',
      definition,
      source: 'api',
      createdAt: 0,
      changedAt: 0,
      changedBy: 'ops',
      pause: null,
    },
    ...{
      revision: 1,
      tick: NOON,
      due: NOON,
      queued: null,
      open: [],
      lastTick: null,
      missed: 0,
      unknownSince: null,
    },
    ...progress,
  };
  const planned = planTicks(
    schedule,
    new TickTimes(definition),
    NOON + afterMs,
    new Map(Object.entries(works)),
  );
  const minute = (tick: number | null) => (tick === null ? null : (tick - NOON) / MINUTE_MS);
  return {
    ticks: planned.ticks.map(({ tick, action, trigger }) => `${minute(tick)} ${action} ${trigger}`),
    ...{ cancels: planned.cancels, queued: minute(planned.queued), next: minute(planned.next) },
    ...{ handled: minute(planned.handled), due: planned.due },
    missed: planned.missed && { ...planned.missed, last: minute(planned.missed.last) },
  };
}

describe('the plan of a tick', () => {
  it('submits it, and goes on to the next', () => {
    expect(plan({})).toEqual({
      ...{ ticks: ['0 submit schedule'], handled: 0, next: 1, due: NOON + MINUTE_MS },
      ...{ cancels: false, queued: null, missed: undefined },
    });
  });

  it('leaves a tick alone that is not due', () => {
    expect(plan({ afterMs: -1 })).toMatchObject({ ticks: [], handled: null, next: 0, due: NOON });
  });

  it('waits for its jitter, the same each time', () => {
    const rule = { jitterMs: 30_000 };
    const { due } = plan({ rule, afterMs: -1 });
    expect(due).toBeGreaterThan(NOON);
    expect(plan({ rule, afterMs: (due ?? 0) - NOON - 1 }).ticks).toEqual([]);
    expect(plan({ rule, afterMs: (due ?? 0) - NOON }).ticks).toEqual(['0 submit schedule']);
  });

  it('is handled after its jitter, even one of a thousand intervals', () => {
    const rule = { everyMs: 1_000, jitterMs: 86_400_000 };
    const { due } = plan({ rule, afterMs: -1 });
    expect(due).toBeGreaterThan(NOON + 1_000_000);
    expect(plan({ rule, afterMs: (due ?? 0) - NOON })).toMatchObject({ handled: expect.any(Number) });
  });

  it('is not missed because it waits for the jitter of those before it', () => {
    const rule = { everyMs: 5_000, jitterMs: 60_000, overlap: 'allow' } as const;
    let [tick, at] = [NOON, NOON];
    for (let i = 0; i < 100; i++) {
      const { missed, next, due } = plan({ rule, tick, afterMs: at - NOON });
      expect(missed).toBeUndefined();
      [tick, at] = [NOON + Math.round((next ?? 0) * MINUTE_MS), Math.max(at, due ?? 0)];
    }
    expect(tick).toBeGreaterThan(NOON + MINUTE_MS);
  });

  it('ends with the last tick', () => {
    expect(plan({ rule: { endAt: NOON } })).toMatchObject({ handled: 0, next: null, due: null });
  });
});

describe('ticks that are late', () => {
  it('by less than ten seconds are not missed', () => {
    expect(plan({ rule: { catchUp: 'none', everyMs: 5_000 }, afterMs: 10_000 }).ticks).toHaveLength(3);
  });

  it.each([
    ['none', ['10 submit schedule'], { count: 10, last: 9 }],
    ['last', ['10 submit schedule'], { count: 10, last: 9 }],
    ['all', ['0 submit catch-up', '10 submit schedule'], undefined],
  ] as const)('with one in time, %s submits %j', (catchUp, expected, missed) => {
    const { ticks, ...rest } = plan({ rule: { catchUp, overlap: 'allow' }, afterMs: 10 * MINUTE_MS });
    expect(ticks).toEqual(expect.arrayContaining([...expected]));
    expect(ticks).toHaveLength(catchUp === 'all' ? 11 : 1);
    expect(rest).toMatchObject({ missed, next: 11 });
  });

  it.each([
    ['none', [], { count: 4, last: 3 }],
    ['last', ['3 submit catch-up'], { count: 3, last: 2 }],
  ] as const)('with none in time, %s submits %j', (catchUp, ticks, missed) => {
    expect(plan({ rule: { catchUp }, afterMs: 3.5 * MINUTE_MS })).toMatchObject({ ticks, missed, next: 4 });
  });

  it('are made up for only within the window, and up to 100', () => {
    const rule = { catchUp: 'all', overlap: 'allow', catchUpWindowMs: 5 * MINUTE_MS } as const;
    const { ticks, missed } = plan({ rule, afterMs: 60.5 * MINUTE_MS });
    expect(ticks[0]).toBe('56 submit catch-up');
    expect(missed).toEqual({ count: 56, last: 55 });
    const wide = plan({ rule: { ...rule, catchUpWindowMs: 600 * MINUTE_MS }, afterMs: 300.5 * MINUTE_MS });
    expect(wide.ticks).toHaveLength(100);
    expect(wide.missed).toEqual({ count: 201, last: 200 });
  });

  it('are counted up to 1,000', () => {
    expect(plan({ rule: { catchUp: 'none' }, afterMs: 5_000.5 * MINUTE_MS }).missed?.count).toBe(1_000);
  });
});

describe('a tick while an earlier task', () => {
  const open = ['earlier'];
  const running = { earlier: 'open' } as const;

  it.each([
    ['skip', ['0 skip schedule'], { cancels: false, queued: null }],
    ['queue', ['0 queue schedule'], { cancels: false, queued: 0 }],
    ['cancel-previous', ['0 submit schedule'], { cancels: true, queued: null }],
    ['allow', ['0 submit schedule'], { cancels: false, queued: null }],
  ] as const)('is open, with %s: %j', (overlap, ticks, rest) => {
    expect(plan({ rule: { overlap }, open, works: running })).toMatchObject({ ticks, ...rest });
  });

  it.each(['skip', 'queue', 'cancel-previous', 'allow'] as const)(
    'has ended, with %s: submits',
    (overlap) => {
      const ended = plan({ rule: { overlap }, open, works: { earlier: 'ended' } });
      expect(ended).toMatchObject({ ticks: ['0 submit schedule'], cancels: false, queued: null });
      expect(plan({ rule: { overlap }, open }).ticks).toEqual(['0 submit schedule']); // it is no longer kept
    },
  );

  it('waits: no second one does', () => {
    const rule = { overlap: 'queue' } as const;
    const queued = NOON - MINUTE_MS;
    expect(plan({ rule, open, works: running, queued })).toMatchObject({
      ticks: ['0 skip schedule'],
      queued: -1,
    });
    expect(plan({ rule, open, queued })).toMatchObject({
      ...{ ticks: ['-1 submit queue', '0 queue schedule'], queued: 0 },
    });
    expect(plan({ rule, open, queued, afterMs: -1 })).toMatchObject({
      ticks: ['-1 submit queue'],
      queued: null,
    });
  });

  it('of several at once is submitted: skip submits the first, cancel-previous the last', () => {
    const rule = { everyMs: 2_000 };
    expect(
      plan({ rule: { ...rule, overlap: 'skip' }, afterMs: 4_000 }).ticks.map((one) => one.split(' ')[1]),
    ).toEqual([...['submit', 'skip', 'skip']]);
    const last = plan({ rule: { ...rule, overlap: 'cancel-previous' }, afterMs: 4_000 });
    expect(last.ticks.map((one) => one.split(' ')[1])).toEqual(['skip', 'skip', 'submit']);
  });

  it('is its own, stored by a worker that died then: submits it again under the same id', () => {
    const works = { ...running, [tickWorkId('minutely', NOON)]: 'open' } as const;
    expect(plan({ open, works }).ticks).toEqual(['0 submit schedule']);
  });
});
