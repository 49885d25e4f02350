/** The worker process as it is, with the tasks of fault-tasks.mjs besides its own; its locks are short if it is told so. */
import { runProcess } from '../../../dist/process.js';
import { startWorker } from '../../../dist/worker-app.js';
import { Consumers } from '../../../dist/worker/consumers.js';
import { FaultWorkerModule } from './fault-tasks.mjs';
import './internet.mjs';

const { WORKER_LOCK_MS: lockMs, WORKER_STALL_CHECK_MS: stallMs } = process.env;

if (lockMs && stallMs) {
  const { options } = Consumers.prototype;
  Consumers.prototype.options = function (...given) {
    return { ...options.apply(this, given), lockDuration: Number(lockMs), stalledInterval: Number(stallMs) };
  };
}

await runProcess('celeriac-worker', () =>
  startWorker(FaultWorkerModule, new URL('./thread.mjs', import.meta.url)),
);
