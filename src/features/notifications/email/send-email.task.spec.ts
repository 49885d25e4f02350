import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { backoffDelayMs, TaskDefinition } from '../../../core/index.js';
import { SENDING, SendEmailTask } from './send-email.task.js';

const MINUTE_MS = 60_000;

/** The waits before the second and each further attempt, in minutes. */
const waitsBy = (random: () => number): number[] =>
  Array.from(
    { length: SENDING.attempts - 1 },
    (_, i) => backoffDelayMs(SENDING.backoff, i + 1, random) / MINUTE_MS,
  );
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe('attempts to send an email', () => {
  it('are those of the task', () => {
    expect(Reflect.getMetadata(TaskDefinition.KEY, SendEmailTask)).toMatchObject(SENDING);
  });

  it('cover an hour without the SMTP server, with any jitter', () => {
    expect(sum(waitsBy(() => 0))).toBeCloseTo(81.25, 2);
    expect(sum(waitsBy(() => 0.999))).toBeCloseTo(73.1, 1);
  });

  it('come at once after a short failure, and within a quarter of an hour after an outage', () => {
    const waits = waitsBy(() => 0);
    expect(waits[0]).toBeCloseTo(5 / 60);
    expect(Math.max(...waits)).toBe(15);
  });

  it('match the documentation', () => {
    const { length } = waitsBy(() => 0);
    expect(readFileSync('docs/notifications.md', 'utf8')).toContain(
      `then every 15 min: ${length + 1} attempts within 73 to 81 minutes`,
    );
  });
});
