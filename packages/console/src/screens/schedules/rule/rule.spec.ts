import { describe, expect, it } from '@jest/globals';
import { type Rule, ruleOf, wireOf } from './rule.js';
import { ruleWords } from './rule-words.js';

const cron = (text: string) => ({ cron: text, every_ms: null });
const every = (ms: number) => ({ cron: null, every_ms: ms });

describe('the rule of the builder', () => {
  it.each<[ReturnType<typeof cron> | ReturnType<typeof every>, Rule]>([
    [every(5_000), { kind: 'every', amount: '5', unit: 's' }],
    [every(90_000), { kind: 'every', amount: '90', unit: 's' }],
    [every(7_200_000), { kind: 'every', amount: '2', unit: 'h' }],
    [cron('0 3 * * *'), { kind: 'daily', time: '03:00' }],
    [cron('30 17 * * MON,WED'), { kind: 'weekly', time: '17:30', days: [1, 3] }],
    [cron('5 0 1 * *'), { kind: 'monthly', time: '00:05', day: '1' }],
    [cron('0 12 L * *'), { kind: 'monthly', time: '12:00', day: 'L' }],
    [cron('*/15 * * * *'), { kind: 'cron', text: '*/15 * * * *' }],
  ])('of %j is %j, and goes back', (stored, rule) => {
    expect(ruleOf(stored)).toEqual(rule);
    expect(wireOf(rule)).toEqual(stored);
  });

  it.each([
    ['0 9 * * 1-5', [1, 2, 3, 4, 5]],
    ['0 9 * * sat,7', [0, 6]],
  ])('reads the days of %s', (text, days) => {
    expect(ruleOf(cron(text))).toMatchObject({ kind: 'weekly', days });
  });

  it.each(['0 17 * * FRIL', '0 9 * * MON#2', '0 9 * * 5-1', '0 9 * 6 *', '0 9 15 * MON', '0 0 9 * * *', ''])(
    'leaves %p a cron expression',
    (text) => {
      expect(ruleOf(cron(text))).toEqual({ kind: 'cron', text });
    },
  );

  it.each<Rule>([
    { kind: 'every', amount: '', unit: 's' },
    { kind: 'every', amount: '0.5', unit: 's' },
    { kind: 'every', amount: 'x', unit: 'h' },
    { kind: 'daily', time: '' },
    { kind: 'weekly', time: '09:00', days: [] },
    { kind: 'monthly', time: '09:00', day: '32' },
  ])('is not complete: %j', (rule) => {
    expect(wireOf(rule)).toBeUndefined();
  });
});

describe('the words for a rule', () => {
  it.each([
    [cron('0 3 * * *'), 'At 03:00, Europe/Berlin'],
    [cron('0 9 * * 1-5'), 'At 09:00 on Monday to Friday, Europe/Berlin'],
    [cron('0 9 * * 0,6'), 'At 09:00 on Sunday and Saturday, Europe/Berlin'],
    [cron('0 9 1 * *'), 'At 09:00 on day 1 of the month, Europe/Berlin'],
    [cron('*/5 * * * *'), 'Cron */5 * * * *, Europe/Berlin'],
    [every(60_000), 'Every minute'],
    [every(300_000), 'Every 5 min'],
  ])('of %j are %s', (rule, words) => {
    expect(ruleWords(rule, 'Europe/Berlin')).toBe(words);
  });
});
