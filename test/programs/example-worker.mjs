/** The normal worker process with the modules of an example. */
import { startWorker } from '../../dist/apps/worker-app.js';
import { runProcess } from '../../dist/apps/process.js';
await import('./example-modules.mjs');
const { WorkerModule } = await import('../../dist/apps/worker.module.js');

const thread = new URL('./example-thread.mjs', import.meta.url);
await runProcess('celeriac-worker', () => startWorker(WorkerModule, thread));
