/** A worker that is killed during a bulk action, when it has begun its DIE_AT-th task. */
import { runProcess } from '../../dist/apps/process.js';
import { BulkStep } from '../../dist/api/bulk-actions/bulk-step.js';
import { startWorker } from '../../dist/apps/worker-app.js';
import { WorkerModule } from '../../dist/apps/worker.module.js';

const { act } = BulkStep.prototype;
let count = 0;
BulkStep.prototype.act = async function (...step) {
  count += 1;
  const isLast = count === Number(process.env.DIE_AT);
  const end = await act.apply(this, step);
  if (!isLast) return end;
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined); // the signal will arrive
};

await runProcess('celeriac-worker', () =>
  startWorker(WorkerModule, new URL('../../dist/thread.js', import.meta.url)),
);
