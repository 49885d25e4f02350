/** The normal worker process, with the task of tasks.mjs. */
import { runProcess } from '../../../dist/apps/process.js';
import { startWorker } from '../../../dist/apps/worker-app.js';
import { BenchWorkerModule } from './tasks.mjs';

await runProcess('celeriac-worker', () =>
  startWorker(BenchWorkerModule, new URL('../../../dist/thread.js', import.meta.url)),
);
