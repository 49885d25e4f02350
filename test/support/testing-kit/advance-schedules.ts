import type { INestApplicationContext } from '@nestjs/common';
import { DeclaredSchedules } from '../../../src/core/schedules/declared/declared-schedules.js';
import { DueSchedules } from '../../../src/core/schedules/ticking/due-schedules.js';
import { type TickStep, Ticker } from '../../../src/core/schedules/ticking/ticker.js';

/** More ticks than a test means. */
const MOST_STEPS = 10_000;

/**
 * Lets all schedules tick as if the time went on until `until`: each tick at its own time, none late. Those of the code
 * are stored first, as when a worker starts. The tasks wait; `drain` runs them.
 *
 * @param app an API, or any application with the features' modules in it, that does not consume by itself
 * @returns what became of each tick, in their order
 */
export async function advanceSchedules(
  app: INestApplicationContext,
  until: Date,
): Promise<TickStep['entries'][number][]> {
  await app.get(DeclaredSchedules).sync();
  const entries: TickStep['entries'][number][] = [];
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const at = await app.get(DueSchedules).earliest();
    if (at === undefined || at > until.getTime()) return entries;
    entries.push(...(await app.get(Ticker).step(at)).entries);
  }
  throw new Error(
    `Schedules ticked ${MOST_STEPS} times: advance by less, or run the tasks that queued ticks wait for`,
  );
}
