/** F28: a worker dies every minute, no task is lost, and no process grows. `--minutes 120` for the long run. */
import { setTimeout as pause } from 'node:timers/promises';
import { judgeGrowth } from './harness/growth.mjs';
import { held } from './harness/resources.mjs';

const MINUTES = 10;
const RATE = 40;
const MINUTE_MS = 60_000;
const SAMPLE_MS = 5_000;
/** From the first to the last third. */
const MOST_GROWTH = { rss_mb: 1.1, heap_mb: 1.1, fds: 1.1 };

export default {
  fault: 'soak, a worker killed each minute',
  async run(row) {
    const stand = await row.prepareAll({
      workers: 2,
      variables: { WORKER_CONCURRENCY: 'tasks=20', LOG_LEVEL: 'warn' },
    });
    const [steady, first] = stand.workers;
    let mortal = first;
    const { minutes = MINUTES } = row;
    const end = Date.now() + minutes * MINUTE_MS;
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
    Object.assign(row.figures, { minutes, deaths });
    // The tasks of a dead worker run again: at most 20.
    row.holds(counts, { duplicates: deaths * 20 });
    row.atLeast('workers killed', deaths, minutes - 1);
    for (const [who, all] of Object.entries(samples)) judgeGrowth(row, who, all, MOST_GROWTH);
  },
};
