/** The normal worker process with the additional tasks of fault-tasks.mjs. */
import { runProcess } from '../../../dist/apps/process.js';
import { startWorker } from '../../../dist/apps/worker-app.js';
import { FaultWorkerModule } from './fault-tasks.mjs';
import './internet.mjs';

await runProcess('celeriac-worker', () =>
  startWorker(FaultWorkerModule, new URL('./thread.mjs', import.meta.url)),
);
