/** A worker whose fetch loop never gets an answer, while its connections answer every PING. */
import { runProcess } from '../../dist/process.js';
import { startWorker } from '../../dist/worker-app.js';
import { QueueWorker } from '../../dist/worker/queue-worker.js';
import { WorkerModule } from '../../dist/worker.module.js';

QueueWorker.prototype.moveToActive = () => new Promise(() => undefined);

await runProcess('celeriac-worker', () =>
  startWorker(WorkerModule, new URL('../../dist/thread.js', import.meta.url)),
);
