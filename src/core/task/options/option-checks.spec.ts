import { describe, expect, it } from '@jest/globals';
import { faultInSubmit, faultInTask, soundBackoff, withoutFaults } from './option-checks.js';
import { DEFAULT_BACKOFF } from './retry-policy.js';

const DAY_MS = 86_400_000;
/** Values that every numeric option refuses. Some accept zero. */
const NO_NUMBERS = [
  Number.NaN,
  Infinity,
  -Infinity,
  -1,
  1.5,
  9e15,
  '5',
  null,
  5n,
  new Date(5),
  [5],
  true,
  {},
];
const NO_TIMES = [
  new Date(Number.NaN),
  new Date(9e14),
  5,
  '2026-01-01T00:00:00Z',
  null,
  { getTime: () => 5 },
];

const NUMBERS = {
  both: ['attempts', 'timeoutMs', 'retentionMs', 'backoff.delayMs', 'backoff.maxMs'],
  task: ['rateLimit.max', 'rateLimit.durationMs'],
  submit: ['delayMs', 'deduplicate.ttlMs'],
};
/** The valid fields next to the invalid one. */
const BESIDE: Record<string, object> = {
  backoff: { type: 'fixed', delayMs: 1 },
  rateLimit: { max: 1, durationMs: 1 },
  deduplicate: { key: 'k', mode: 'throttle', ttlMs: 1 },
};

function optionsWith(path: string, value: unknown): any {
  const [option = '', field] = path.split('.');
  return { [option]: field === undefined ? value : { ...BESIDE[option], [field]: value } };
}

const cases = (paths: readonly string[], values: readonly unknown[]) =>
  paths.flatMap((path) => values.map((value) => [path, value] as const));

describe('the options of a @Task', () => {
  it.each(cases([...NUMBERS.both, ...NUMBERS.task], NO_NUMBERS))('refuse %s %p, by name', (path, value) => {
    expect(faultInTask(optionsWith(path, value))).toMatch(
      new RegExp(`^${path} must be a whole number .*, but is `),
    );
  });

  it.each([
    ...cases(['attempts', 'timeoutMs', 'retentionMs', 'rateLimit.max', 'rateLimit.durationMs'], [0]),
    ...cases(['backoff.jitter'], [Number.NaN, -0.1, 1.1, '0.5', null]),
    ...cases(['backoff', 'rateLimit'], [null, 5, 'fixed']),
    ...cases(['priority', 'isolation', 'backoff.type'], ['urgent', 2, null]),
    ...cases(['queue'], ['Not a queue', 2, null]),
    ['attempts', 101],
    ['timeoutMs', 366 * DAY_MS],
  ])('also refuse %s %p', (path, value) => {
    expect(faultInTask(optionsWith(path, value))).toMatch(new RegExp(`^${path} must be .*, but is `));
  });

  it('accept long valid values and may be omitted', () => {
    const long = { timeoutMs: 30 * DAY_MS, retentionMs: 365 * DAY_MS, attempts: 100, priority: 'low' };
    const options: any = {
      ...long,
      ...BESIDE,
      backoff: { type: 'fixed', delayMs: 0, maxMs: 0, jitter: 0.5 },
    };
    expect(faultInTask(options)).toBeUndefined();
    expect(faultInTask({ timeoutMs: undefined, backoff: undefined } as any)).toBeUndefined();
  });
});

describe('the options of a submit', () => {
  it.each(cases([...NUMBERS.both, ...NUMBERS.submit], NO_NUMBERS))('refuse %s %p, by name', (path, value) => {
    expect(faultInSubmit(optionsWith(path, value))).toMatch(
      new RegExp(`^${path} must be a whole number .*, but is `),
    );
  });

  it.each([
    ...cases(['runAt', 'expiresAt'], NO_TIMES),
    ...cases(['deduplicate'], [null, 'key', 5]),
    ...cases(['deduplicate.key'], ['', 5, undefined]),
    ...cases(['tags'], ['a', [1], [''], null, { 0: 'a' }]),
    ...cases(['priority', 'deduplicate.mode'], ['urgent', 2, null]),
  ])('also refuse %s %p', (path, value) => {
    expect(faultInSubmit(optionsWith(path, value))).toMatch(new RegExp(`^${path} must be .*, but is `));
  });

  it('refuse contradictions', () => {
    const keyed = (mode: any) => faultInSubmit({ deduplicate: { key: 'k', mode } });
    expect(faultInSubmit({ delayMs: 5, runAt: new Date() })).toBe(
      'delayMs and runAt must not be given together',
    );
    expect(keyed('throttle')).toBe('deduplicate.ttlMs must be given with the mode throttle');
    expect(keyed('debounce')).toBe('deduplicate.ttlMs must be given with the mode debounce');
    expect(keyed('unique')).toBeUndefined();
  });

  it('accept valid values', () => {
    expect(faultInSubmit({})).toBeUndefined();
    expect(faultInSubmit({ delayMs: 365 * DAY_MS, expiresAt: new Date(0), tags: [] })).toBeUndefined();
    expect(
      faultInSubmit({ runAt: new Date('9999-12-31T23:59:59.999Z'), timeoutMs: 30 * DAY_MS }),
    ).toBeUndefined();
  });
});

describe('options stored by an earlier version', () => {
  it('are submitted again without those that are no longer valid', () => {
    const stored: any = { attempts: 0, timeoutMs: 9e15, retentionMs: 5, tags: ['a'], priority: 'high' };
    expect(withoutFaults(stored)).toEqual({ retentionMs: 5, tags: ['a'], priority: 'high' });
  });

  it.each([null, 'fixed', {}, { type: 'fixed', delayMs: null }, { type: 'linear', delayMs: 1 }])(
    'use the default backoff for %j',
    (stored: any) => expect(soundBackoff(stored)).toBe(DEFAULT_BACKOFF),
  );
});
