import { setTimeout as pause } from 'node:timers/promises';

/** Polls until the result is truthy, and returns it; throws after `limitMs`. For conditions without an event. */
export async function until(ask, { limitMs = 30_000, everyMs = 20, what = 'what was waited for' } = {}) {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await Promise.resolve(ask()).catch(() => undefined);
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(`After ${limitMs} ms there is no sign of ${what}`);
    await pause(everyMs);
  }
}

/** Calls `work` with each item, `width` at a time. */
export async function inParallel(items, width, work) {
  const left = [...items];
  const one = async () => {
    while (left.length > 0) await work(left.shift());
  };
  await Promise.all(Array.from({ length: Math.min(width, left.length) }, one));
}

/** Keeps an outage for some ms. Not for waiting for a condition. */
export function hold(ms) {
  return pause(ms);
}
