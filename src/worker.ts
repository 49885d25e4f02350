import { runProcess } from './apps/process.js';
import { startWorker } from './apps/worker-app.js';
import { WorkerModule } from './apps/worker.module.js';

/** A worker process: `nest start --entryFile worker`, or `node dist/worker.js`. */
const threadFile = new URL('./thread.js', import.meta.url);
await runProcess('celeriac-worker', () => startWorker(WorkerModule, threadFile));
