import { describe, expect, it } from '@jest/globals';
import { InvalidScheduleError } from '../schedule.errors.js';
import { jitterOf } from './jitter.js';
import { type TickRule, TickTimes } from './tick-times.js';

const HOUR_MS = 3_600_000;
const always = { tz: 'UTC', startAt: null, endAt: null } as const;

function ticks(rule: Partial<TickRule>, from: string, count: number): string[] {
  const times = new TickTimes({ ...always, ...rule });
  return times.following(Date.parse(from), count).map((at) => times.zone.localText(at));
}

function fault(rule: Partial<TickRule>): InvalidScheduleError {
  try {
    new TickTimes({ ...always, ...rule });
  } catch (error) {
    if (error instanceof InvalidScheduleError) return error;
  }
  throw new Error('the rule was accepted');
}

/** The nights on which clocks change, with a daily rule at a skipped time, and one at a repeated time. */
const SPRING = [
  // zone, the day before in UTC, rule, its ticks
  [
    'Europe/Berlin',
    '2026-03-28T12:00Z',
    '30 2 * * *',
    '2026-03-29T03:00:00+02:00',
    '2026-03-30T02:30:00+02:00',
  ],
  [
    'Europe/Berlin',
    '2027-03-27T12:00Z',
    '30 2 * * *',
    '2027-03-28T03:00:00+02:00',
    '2027-03-29T02:30:00+02:00',
  ],
  [
    'Europe/Berlin',
    '2028-03-25T12:00Z',
    '30 2 * * *',
    '2028-03-26T03:00:00+02:00',
    '2028-03-27T02:30:00+02:00',
  ],
  [
    'Europe/Berlin',
    '2026-03-28T12:00Z',
    '*/20 2 * * *',
    '2026-03-29T03:00:00+02:00',
    '2026-03-30T02:00:00+02:00',
  ],
  [
    'Europe/Berlin',
    '2026-03-28T12:00Z',
    '30 2,3 * * *',
    '2026-03-29T03:00:00+02:00',
    '2026-03-29T03:30:00+02:00',
  ],
  [
    'Europe/Berlin',
    '2026-03-28T12:00Z',
    '0 2,3 * * *',
    '2026-03-29T03:00:00+02:00',
    '2026-03-30T02:00:00+02:00',
  ],
  [
    'America/New_York',
    '2026-03-07T12:00Z',
    '30 2 * * *',
    '2026-03-08T03:00:00-04:00',
    '2026-03-09T02:30:00-04:00',
  ],
  [
    'America/New_York',
    '2027-03-13T12:00Z',
    '30 2 * * *',
    '2027-03-14T03:00:00-04:00',
    '2027-03-15T02:30:00-04:00',
  ],
  [
    'America/New_York',
    '2028-03-11T12:00Z',
    '30 2 * * *',
    '2028-03-12T03:00:00-04:00',
    '2028-03-13T02:30:00-04:00',
  ],
  [
    'Australia/Lord_Howe',
    '2026-10-03T06:00Z',
    '15 2 * * *',
    '2026-10-04T02:30:00+11:00',
    '2026-10-05T02:15:00+11:00',
  ],
] as const;

const AUTUMN = [
  [
    'Europe/Berlin',
    '2026-10-24T12:00Z',
    '30 2 * * *',
    '2026-10-25T02:30:00+02:00',
    '2026-10-26T02:30:00+01:00',
  ],
  [
    'Europe/Berlin',
    '2027-10-30T12:00Z',
    '30 2 * * *',
    '2027-10-31T02:30:00+02:00',
    '2027-11-01T02:30:00+01:00',
  ],
  [
    'Europe/Berlin',
    '2028-10-28T12:00Z',
    '30 2 * * *',
    '2028-10-29T02:30:00+02:00',
    '2028-10-30T02:30:00+01:00',
  ],
  [
    'Europe/Berlin',
    '2026-10-24T12:00Z',
    '*/30 2 * * *',
    '2026-10-25T02:00:00+02:00',
    '2026-10-25T02:30:00+02:00',
  ],
  [
    'America/New_York',
    '2026-10-31T12:00Z',
    '30 1 * * *',
    '2026-11-01T01:30:00-04:00',
    '2026-11-02T01:30:00-05:00',
  ],
  [
    'America/New_York',
    '2027-11-06T12:00Z',
    '30 1 * * *',
    '2027-11-07T01:30:00-04:00',
    '2027-11-08T01:30:00-05:00',
  ],
  [
    'America/New_York',
    '2028-11-04T12:00Z',
    '30 1 * * *',
    '2028-11-05T01:30:00-04:00',
    '2028-11-06T01:30:00-05:00',
  ],
  [
    'Australia/Lord_Howe',
    '2027-04-03T06:00Z',
    '45 1 * * *',
    '2027-04-04T01:45:00+11:00',
    '2027-04-05T01:45:00+10:30',
  ],
] as const;

describe('a day rule when the clocks change', () => {
  it.each(SPRING)('in %s after %s: %s runs once, right after the gap', (tz, from, cron, ...expected) => {
    expect(ticks({ tz, cron }, from, 2)).toEqual(expected);
    const times = new TickTimes({ ...always, tz, cron });
    expect(times.changeAt(Date.parse(expected[0] ?? ''))).toBe(cron.startsWith('0 2') ? null : 'gap');
  });

  it.each(AUTUMN)('in %s after %s: %s runs once, at the first of two', (tz, from, cron, ...expected) => {
    expect(ticks({ tz, cron }, from, 2)).toEqual(expected);
    expect(new TickTimes({ ...always, tz, cron }).changeAt(Date.parse(expected[0] ?? ''))).toBe('overlap');
  });

  it('goes on the next day when asked in the second of two equal hours', () => {
    const rule = { tz: 'Europe/Berlin', cron: '30 2 * * *' };
    expect(ticks(rule, '2026-10-25T02:10:00+01:00', 1)).toEqual(['2026-10-26T02:30:00+01:00']);
    expect(ticks(rule, '2026-10-25T02:10:00+02:00', 1)).toEqual(['2026-10-25T02:30:00+02:00']);
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'])(
    'in %s runs 1,096 times in three years',
    (tz) => {
      const times = new TickTimes({ ...always, tz, cron: '10 2 * * *' });
      const [from, until] = [Date.parse('2026-01-01T12:00Z'), Date.parse('2029-01-01T12:00Z')];
      const all = times.following(from, Infinity, until);
      expect(all).toHaveLength(1_096);
      expect(new Set(all.map((at) => times.zone.localText(at).slice(0, 10))).size).toBe(1_096);
    },
  );
});

describe('an hourly rule when the clocks change', () => {
  it.each(['Europe/Berlin', 'America/New_York'])('in %s runs every real hour of 2026 to 2028', (tz) => {
    for (const cron of ['0 * * * *', '30 * * * *']) {
      const times = new TickTimes({ ...always, tz, cron });
      const from = Date.parse('2026-01-01T00:00Z');
      const all = times.following(from - HOUR_MS, Infinity, Date.parse('2028-12-31T23:59Z'));
      expect(all).toHaveLength(1_096 * 24 + (cron.startsWith('0') ? 0 : 1));
      expect(all.every((at, i) => i === 0 || at - (all[i - 1] ?? 0) === HOUR_MS)).toBe(true);
    }
  });

  it('follows the clock through a change of half an hour', () => {
    const rule = { tz: 'Australia/Lord_Howe', cron: '*/30 * * * *' };
    expect(ticks(rule, '2026-10-04T01:29:00+10:30', 3)).toEqual([
      '2026-10-04T01:30:00+10:30',
      '2026-10-04T02:30:00+11:00',
      '2026-10-04T03:00:00+11:00',
    ]);
    expect(ticks(rule, '2027-04-04T01:00:00+11:00', 4)).toEqual([
      '2027-04-04T01:30:00+11:00',
      '2027-04-04T01:30:00+10:30',
      '2027-04-04T02:00:00+10:30',
      '2027-04-04T02:30:00+10:30',
    ]);
  });

  it('runs in both of two equal hours', () => {
    const rule = { tz: 'Europe/Berlin', cron: '15 */1 * * *' };
    expect(ticks(rule, '2026-10-25T01:30:00+02:00', 3)).toEqual([
      '2026-10-25T02:15:00+02:00',
      '2026-10-25T02:15:00+01:00',
      '2026-10-25T03:15:00+01:00',
    ]);
  });
});

describe('cron', () => {
  const NEXT: [cron: string, at: string][] = [
    ['0 3 * * *', '2026-11-30T03:00:00Z'],
    ['30 0 3 * * *', '2026-11-30T03:00:30Z'],
    ['0 0 L * *', '2026-11-30T00:00:00Z'],
    ['0 0 * * FRIL', '2026-12-25T00:00:00Z'],
    ['0 9 * * MON#2', '2026-12-14T09:00:00Z'],
    ['0 9 * JAN MON-FRI', '2027-01-01T09:00:00Z'],
    ['0 0 29 2 *', '2028-02-29T00:00:00Z'],
    ['0 0 13 * FRI', '2026-12-04T00:00:00Z'], // one of the two matches, as in every cron
  ];
  it.each(NEXT)('%s: next at %s', (cron, expected) => {
    expect(ticks({ cron }, '2026-11-29T12:00:00Z', 1)).toEqual([expected]);
  });

  const REFUSED: [cron: string, message: string][] = [
    ['0 0 30 2 *', 'never fires'],
    ['* * *', '5 or 6 fields'],
    ['0  3 * * *', 'separated by one space'],
    ['@daily', '5 or 6 fields'],
    ['? 3 * * *', '5 or 6 fields'],
    ['2027-01-01T00:00:00', '5 or 6 fields'],
    ['0 0 0 1 1 * 2027', '5 or 6 fields'],
    ['60 * * * *', 'Invalid value for minute: 60'],
    ['5/15 * * * *', 'stepping with numeric prefix'],
    ['0 3 * * FOO', 'must be a cron expression'],
    [`0 3 * * ${'1,'.repeat(50)}1`, 'at most 100 characters'],
  ];
  it.each(REFUSED)('refuses %s: %s', (cron, message) => {
    expect(fault({ cron })).toMatchObject({ field: 'cron', fault: expect.stringContaining(message) });
  });

  it.each(['Mars/Phobos', '', '+01:00', 'GMT+1', 'Europe/Berlin\n'])('refuses the zone %j', (tz) => {
    expect(fault({ cron: '0 3 * * *', tz }).field).toBe('tz');
  });
});

describe('an interval', () => {
  it('counts from the start, which is the first tick', () => {
    const startAt = Date.parse('2026-11-29T12:00:07Z');
    expect(ticks({ everyMs: 90_000, startAt }, '2026-01-01T00:00Z', 2)).toEqual([
      '2026-11-29T12:00:07Z',
      '2026-11-29T12:01:37Z',
    ]);
    expect(ticks({ everyMs: 90_000, startAt }, '2026-11-29T12:01:37Z', 1)).toEqual(['2026-11-29T12:03:07Z']);
  });

  it('counts from 1970 without one, so at round times', () => {
    expect(ticks({ everyMs: 600_000 }, '2026-11-29T12:34:56Z', 1)).toEqual(['2026-11-29T12:40:00Z']);
  });

  it.each([999, 0, -1, 1_500.5, Number.NaN, 31_536_000_001])('refuses %p ms', (everyMs) => {
    expect(fault({ everyMs }).field).toBe('everyMs');
  });

  it('is not given together with cron, and one of them is', () => {
    expect(fault({ cron: '0 3 * * *', everyMs: 1_000 }).field).toBe('everyMs');
    expect(fault({}).field).toBe('cron');
  });
});

describe('start and end', () => {
  const startAt = Date.parse('2027-01-01T03:00Z');
  const endAt = Date.parse('2027-01-03T03:00Z');

  it('include ticks at their very time', () => {
    expect(ticks({ cron: '0 3 * * *', startAt, endAt }, '2026-01-01T00:00Z', 10)).toEqual([
      '2027-01-01T03:00:00Z',
      '2027-01-02T03:00:00Z',
      '2027-01-03T03:00:00Z',
    ]);
  });

  it('must be in order', () => {
    expect(fault({ cron: '0 3 * * *', startAt: endAt, endAt: startAt }).field).toBe('endAt');
  });
});

describe('latest', () => {
  it.each([
    { cron: '* * * * * *' },
    { cron: '*/7 * * * *' },
    { cron: '0 3 * * *' },
    { cron: '0 0 29 2 *' },
    { everyMs: 86_400_000 },
  ])('gives the last ticks of a period for %j', (rule) => {
    const times = new TickTimes({ ...always, ...rule });
    const [from, until] = [Date.parse('2026-01-01T00:00Z'), Date.parse('2026-01-01T01:00Z')];
    expect(times.latest(from, until, 3)).toEqual(times.following(from - 1, Infinity, until).slice(-3));
    expect(times.latest(Date.parse('1990-01-01T00:00Z'), until, 3)).toHaveLength(3);
  });
});

describe('jitterOf', () => {
  it('is within the bound, the same each time, and spread', () => {
    const all = Array.from({ length: 1_000 }, (_, i) => jitterOf('nightly', i * HOUR_MS, 9));
    expect(new Set(all)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(all).toEqual(Array.from({ length: 1_000 }, (_, i) => jitterOf('nightly', i * HOUR_MS, 9)));
    expect(jitterOf('nightly', 1, 0)).toBe(0);
  });
});
