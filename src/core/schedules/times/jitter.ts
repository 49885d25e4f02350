import { createHash } from 'node:crypto';

/**
 * How much later than its time a tick is submitted, from 0 to `jitterMs`. The same for one tick in every process, and
 * spread evenly over the ticks of a schedule, and over schedules.
 */
export function jitterOf(scheduleId: string, tick: number, jitterMs: number): number {
  if (jitterMs === 0) return 0;
  const hash = createHash('sha256').update(`${scheduleId}/${tick}`).digest();
  return hash.readUIntBE(0, 6) % (jitterMs + 1);
}
