/**
 * A worker that is killed at the worst moment: the end of a task is recorded, and DIE is `before` its webhook is handed
 * over, or `after` that and before the hand-over is noted.
 */
import { EndWebhooks } from '../../dist/features/notifications/webhooks/end-webhooks.js';
import { runProcess } from '../../dist/apps/process.js';
import { startWorker } from '../../dist/apps/worker-app.js';
import { WorkerModule } from '../../dist/apps/worker.module.js';

const { tell } = EndWebhooks.prototype;
EndWebhooks.prototype.tell = async function (...end) {
  if (process.env.DIE === 'after') await tell.apply(this, end);
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined); // the signal is on its way
};

await runProcess('celeriac-worker', () =>
  startWorker(WorkerModule, new URL('../../dist/thread.js', import.meta.url)),
);
