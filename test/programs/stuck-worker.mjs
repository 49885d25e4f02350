/** A worker whose fetch loop never gets a reply, although its connections answer every PING. */
import './worker-options.mjs';
import { runProcess } from '../../dist/apps/process.js';
import { startWorker } from '../../dist/apps/worker-app.js';
import { QueueWorker } from '../../dist/worker/consuming/queue-worker.js';
import { WorkerModule } from '../../dist/apps/worker.module.js';

QueueWorker.prototype.moveToActive = () => new Promise(() => undefined);

await runProcess('celeriac-worker', () =>
  startWorker(WorkerModule, new URL('../../dist/thread.js', import.meta.url)),
);
