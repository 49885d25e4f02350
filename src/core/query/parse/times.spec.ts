import { describe, expect, it } from '@jest/globals';
import { TimeZone } from '../../../platform/timing/time-zone.js';
import { durationMs, isMoment, periodOf, timeWord } from './times.js';

const NOW = Date.parse('2026-03-29T10:20:30.400Z');
const UTC = new TimeZone('UTC');
/** Its clocks were put forward that night, at 2:00. */
const BERLIN = new TimeZone('Europe/Berlin');

function spanOf(word: string, zone = UTC): string | undefined {
  const period = periodOf(word, NOW, zone);
  return period && `${new Date(period.start).toISOString()} ${period.end - period.start}`;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('the period of', () => {
  it.each([
    ['now', '2026-03-29T10:20:30.400Z', 1],
    ['-2h', '2026-03-29T08:20:30.400Z', 1],
    ['-1.5d', '2026-03-27T22:20:30.400Z', 1],
    ['+10m', '2026-03-29T10:30:30.400Z', 1],
    ['today', '2026-03-29T00:00:00.000Z', DAY],
    ['yesterday', '2026-03-28T00:00:00.000Z', DAY],
    ['tomorrow', '2026-03-30T00:00:00.000Z', DAY],
    ['2026-02', '2026-02-01T00:00:00.000Z', 28 * DAY],
    ['2026-12', '2026-12-01T00:00:00.000Z', 31 * DAY],
    ['2028-02-29', '2028-02-29T00:00:00.000Z', DAY],
    ['2026-01-05T10:00', '2026-01-05T10:00:00.000Z', MINUTE],
    ['2026-01-05T10:00:30', '2026-01-05T10:00:30.000Z', 1_000],
    ['2026-01-05T10:00:30.5', '2026-01-05T10:00:30.500Z', 1],
    ['2026-01-05T10:00:30.123456789Z', '2026-01-05T10:00:30.123Z', 1],
    ['2026-01-05T10:00+02:00', '2026-01-05T08:00:00.000Z', MINUTE],
    ['2026-01-05T10:00-11:30', '2026-01-05T21:30:00.000Z', MINUTE],
    ['-999999999w', '1970-01-01T00:00:00.000Z', 0],
    ['+999999999w', '+010000-01-01T00:00:00.000Z', 0],
    ['0000-01', '1970-01-01T00:00:00.000Z', 0],
  ])('%s', (word, start, length) => expect(spanOf(word)).toBe(`${start} ${length}`));

  it.each([
    ['today', '2026-03-28T23:00:00.000Z', DAY - 60 * MINUTE],
    ['yesterday', '2026-03-27T23:00:00.000Z', DAY],
    ['2026-03-29T03:00', '2026-03-29T01:00:00.000Z', MINUTE],
    ['2026-03-29T03:00Z', '2026-03-29T03:00:00.000Z', MINUTE],
    ['2026-10-25', '2026-10-24T22:00:00.000Z', DAY + 60 * MINUTE],
  ])('%s in Berlin', (word, start, length) => expect(spanOf(word, BERLIN)).toBe(`${start} ${length}`));

  it.each([
    ...['', '2026', '2026-13', '2026-00', '2026-02-29', '2026-04-31', '2026-01-05T24:00', '2026-01-05T10'],
    ...[
      '2026-01-05T10:60',
      '2026-01-05T10:00:60',
      '2026-01-05T10:00+24:00',
      '2026-01-05T10:00+01:60',
      '2026-01-05Z',
    ],
    ...['2h', '-2', '-2y', '-h', '--2h', 'todays', 'constructor', '__proto__', '1700000000000'],
  ])('%j does not exist', (word) => expect(spanOf(word)).toBeUndefined());
});

describe('timeWord', () => {
  it.each([
    ['Today', 'today'],
    ['-2H', '-2h'],
    ['2026-01-05 10:00z', '2026-01-05T10:00Z'],
    ['next week', undefined],
  ])('writes %j as %j', (text, word) => expect(timeWord(text)).toBe(word));
});

it('tells moments from days', () => {
  expect(['now', '-2h', '+1d', 'today', '2026-01-05', '2026-01-05T10:00:00.000'].map(isMoment)).toEqual([
    ...[true, true, true],
    ...[false, false, false],
  ]);
});

describe('durationMs', () => {
  it.each([
    ['5s', 5_000],
    ['1.5m', 90_000],
    ['1.001s', 1_001],
    ['250ms', 250],
    ['2H', 7_200_000],
    ['1w', 604_800_000],
    ['5', undefined],
    ['s', undefined],
    ['5y', undefined],
    ['-5s', undefined],
    ['5constructor', undefined],
  ])('reads %s as %s', (text, ms) => expect(durationMs(text)).toBe(ms));
});
