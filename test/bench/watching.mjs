import { turns } from './rounds.mjs';
import { workerRun } from './worker-load.mjs';

/** Enough for several heartbeats. */
const JOBS = 80_000;
const SCRAPE_EVERY_MS = 1_000;
const PREFIX = 'bench-watching';

/**
 * A worker with heartbeat and metrics, scraped every second, compared with one without both: its speed and, because
 * machines are noisy, the CPU time per task.
 */
export async function watching(broker) {
  const cpu = { watched: [], unwatched: [] };
  const run = (which, variables) => async () => {
    let scraping;
    const look = async (worker) => {
      const { cpuUs } = await worker.ask('cpu');
      clearInterval(scraping);
      if (which === 'watched') scraping ??= setInterval(() => void scrape(worker.url), SCRAPE_EVERY_MS);
      return cpuUs;
    };
    const program = 'test/bench/unwatched-worker.mjs';
    const { perSecond, jobs, atStart, atEnd } = await workerRun({
      ...{ ...broker, program, prefix: PREFIX, variables, count: JOBS, look },
    });
    cpu[which].push((atEnd - atStart) / jobs);
    return perSecond;
  };
  const { baseline, ours } = await turns(run('unwatched', { BENCH_UNWATCHED: '1' }), run('watched', {}));
  return [
    { what: 'worker without metrics and heartbeat', figures: baseline },
    { what: 'worker with both, scraped every second', figures: ours, baseline, wanted: 0.95 },
    { what: 'processor time of a task without', figures: cpu.unwatched, unit: 'µs' },
    { what: 'processor time of a task with both', figures: cpu.watched, unit: 'µs', baseline: cpu.unwatched },
  ];
}

async function scrape(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  if (!text.includes('celeriac_task_events_total')) throw new Error('The worker tells no metrics');
}
