import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { backoffDelayMs } from '../../../core/index.js';
import { DELIVERY } from './deliver-webhook.task.js';

const HOUR_S = 3_600;

/** The waits before the second and each further attempt, in seconds. */
const waitsBy = (random: () => number): number[] =>
  Array.from(
    { length: DELIVERY.attempts - 1 },
    (_, i) => backoffDelayMs(DELIVERY.backoff, i + 1, random) / 1_000,
  );
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** In the format of docs/notifications.md: `42 min 40 s`, and from an hour on `1 h 25 min`. */
function written(seconds: number): string {
  const [large, small, unit] =
    seconds < HOUR_S ? (['min', 's', 60] as const) : (['h', 'min', HOUR_S] as const);
  const rest = Math.round((seconds % unit) / (unit / 60));
  const parts = [[Math.floor(seconds / unit), large] as const, [rest, small] as const];
  return parts
    .filter(([count]) => count > 0)
    .map((part) => part.join(' '))
    .join(' ');
}

describe('attempts to deliver a webhook', () => {
  it('cover a day, with any jitter', () => {
    expect(sum(waitsBy(() => 0)) / HOUR_S).toBeCloseTo(25.7, 1);
    expect(sum(waitsBy(() => 0.999)) / HOUR_S).toBeCloseTo(23.1, 1);
  });

  it('match the table in the documentation', () => {
    const docs = readFileSync('docs/notifications.md', 'utf8');
    const rows = [...docs.matchAll(/\| (\d+) +\| (\d+ [^|]*?) +\| (\d+ [^|]*?) +(?=\|)/g)].map(
      ([, ...row]) => row,
    );
    const waits = waitsBy(() => 0);
    const expected = waits.map((wait, i) => [
      String(i + 2),
      written(wait),
      written(sum(waits.slice(0, i + 1))),
    ]);
    expect(rows.sort(([a], [b]) => Number(a) - Number(b))).toEqual(expected);
  });
});
