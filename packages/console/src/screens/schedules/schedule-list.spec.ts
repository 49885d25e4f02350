import { expect, it } from '@jest/globals';
import type { Schedule } from '../../api/types.js';
import { sortSchedules } from './schedule-list.js';
import { timeOf, wallClock } from './wall-clock.js';

const schedule = (id: string, facts: Partial<Schedule> = {}) =>
  ({ schedule_id: id, next_tick_at: null, missed: 0, state: 'active', ...facts }) as Schedule;
const ids = (schedules: readonly Schedule[]) => schedules.map(({ schedule_id: id }) => id).join('');

it('sorts schedules, those without a time last', () => {
  const all = [
    schedule('a'),
    schedule('b', { next_tick_at: '2026-11-30T08:00:00Z', missed: 2 }),
    schedule('c', { next_tick_at: '2026-11-30T07:00:00Z', state: 'paused' }),
  ];
  expect(ids(sortSchedules(all, 'next', 'asc'))).toBe('cba');
  expect(ids(sortSchedules(all, 'next', 'desc'))).toBe('bca');
  expect(ids(sortSchedules(all, 'missed', 'desc'))).toBe('bac');
  expect(ids(sortSchedules(all, 'id', 'desc'))).toBe('cba');
  expect(ids(sortSchedules(all, 'state', 'desc'))).toBe('cab');
});

it('reads back the times that it gives to an input', () => {
  const at = Date.UTC(2026, 10, 30, 7, 4);
  expect(timeOf(wallClock(at))).toBe('2026-11-30T07:04:00.000Z');
  expect([timeOf(''), timeOf('soon')]).toEqual([undefined, undefined]);
});
