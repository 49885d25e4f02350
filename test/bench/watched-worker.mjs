/** The normal worker process, which reports its event loop delay on request. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { runProcess } from '../../dist/apps/process.js';
import { startWorker } from '../../dist/apps/worker-app.js';
import { WorkerModule } from '../../dist/apps/worker.module.js';

const RESOLUTION_MS = 10;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

process.on('message', (question) => {
  if (question === 'reset') delay.reset();
  // The histogram includes the timer's own interval; the rest is the delay.
  const above = (nanoseconds) => Math.max(nanoseconds / 1e6 - RESOLUTION_MS, 0);
  process.send({ type: 'answer', p50Ms: above(delay.percentile(50)), p99Ms: above(delay.percentile(99)) });
});

await runProcess('celeriac-worker', () =>
  startWorker(WorkerModule, new URL('../../dist/thread.js', import.meta.url)),
);
