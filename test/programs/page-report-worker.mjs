/** A worker process with the modules of examples/page-report. */
import './page-report-modules.mjs';
import { runProcess } from '../../dist/apps/process.js';
import { startWorker } from '../../dist/apps/worker-app.js';
import { WorkerModule } from '../../dist/apps/worker.module.js';

await runProcess('celeriac-worker', () =>
  startWorker(WorkerModule, new URL('./page-report-thread.mjs', import.meta.url)),
);
