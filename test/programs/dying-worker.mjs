/**
 * A worker that is killed at the worst moment, after the end of a task was recorded: with DIE=before, before its
 * webhook or its follow-up is submitted; with DIE=after, after that, but before the submit is recorded.
 */
import { FollowUps } from '../../dist/core/follow-ups/follow-ups.js';
import { EndWebhooks } from '../../dist/features/notifications/webhooks/end-webhooks.js';
import { runProcess } from '../../dist/apps/process.js';
import { startWorker } from '../../dist/apps/worker-app.js';
import { WorkerModule } from '../../dist/apps/worker.module.js';

dieIn(EndWebhooks.prototype, 'notify');
dieIn(FollowUps.prototype, 'taskEnded');

function dieIn(prototype, name) {
  const method = prototype[name];
  prototype[name] = async function (...end) {
    if (process.env.DIE === 'after') await method.apply(this, end);
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => undefined); // the signal will arrive
  };
}

await runProcess('celeriac-worker', () =>
  startWorker(WorkerModule, new URL('../../dist/thread.js', import.meta.url)),
);
