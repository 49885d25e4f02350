/** F28: a worker dies every minute, no task is lost, and no process grows. `--minutes 120` for the long run. */
import { setTimeout as pause } from 'node:timers/promises';
import { held } from './harness/resources.mjs';

const RATE = 40;
const MINUTE_MS = 60_000;
const SAMPLE_MS = 5_000;
/** Sampled but not judged: code is compiled, and the heap reaches its size. */
const WARM_UP = 0.25;

/**
 * Maximum growth from the first to the last third of the samples after the warm-up. Compares medians of RSS, and minima
 * of heap and descriptors, which remain after garbage collection and closing pooled connections: a leak raises them.
 */
const MOST_GROWTH = { rss_mb: 1.1, heap_mb: 1.1, fds: 1.1 };
const least = (values) => Math.min(...values);
const VALUE_OF = { rss_mb: median, heap_mb: least, fds: least };

export default {
  fault: 'soak, a worker killed each minute',
  async run(row) {
    const stand = await row.prepareAll({
      workers: 2,
      variables: { WORKER_CONCURRENCY: 'tasks=20', LOG_LEVEL: 'warn' },
    });
    const [steady, first] = stand.workers;
    let mortal = first;
    const end = Date.now() + row.minutes * MINUTE_MS;
    const load = row.load({ rate: RATE, payload: { ms: 50 } });
    const samples = { api: [], worker: [] };
    let deaths = 0;
    let nextDeath = Date.now() + MINUTE_MS;
    while (Date.now() < end) {
      await pause(SAMPLE_MS);
      samples.api.push(await held(stand.api));
      samples.worker.push(await held(steady));
      if (Date.now() < nextDeath) continue;
      nextDeath += MINUTE_MS;
      deaths += 1;
      await mortal.kill('SIGKILL');
      mortal = await stand.startWorker('worker-2');
    }
    await load.stop();

    const counts = await row.count(120_000);
    Object.assign(row.figures, { minutes: row.minutes, deaths });
    // The tasks of a dead worker run again: at most 20.
    row.holds(counts, { duplicates: deaths * 20 });
    row.atLeast('workers killed', deaths, row.minutes - 1);
    for (const [who, all] of Object.entries(samples)) {
      const judged = all.slice(Math.floor(all.length * WARM_UP));
      for (const [what, limit] of Object.entries(MOST_GROWTH)) {
        const values = judged.map((sample) => sample[what]);
        const third = Math.floor(values.length / 3);
        const [from, to] = [values.slice(0, third), values.slice(-third)].map(VALUE_OF[what]);
        row.figures[`${who}_${what}`] = [from, to].map((value) => Math.round(value * 10) / 10);
        row.atMost(`${who}: ${what}, last third by first`, Math.round((to / from) * 1_000) / 1_000, limit);
      }
    }
  },
};

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
