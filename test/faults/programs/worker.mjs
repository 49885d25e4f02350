/** The worker process as it is, with the tasks of fault-tasks.mjs besides its own. */
import { runProcess } from '../../../dist/apps/process.js';
import { startWorker } from '../../../dist/apps/worker-app.js';
import { FaultWorkerModule } from './fault-tasks.mjs';
import './internet.mjs';

await runProcess('celeriac-worker', () =>
  startWorker(FaultWorkerModule, new URL('./thread.mjs', import.meta.url)),
);
