/** The normal worker process with the additional tasks of test-tasks.mjs. */
import './more-queues.mjs';
import './worker-options.mjs';
import { runProcess } from '../../dist/apps/process.js';
import { startWorker } from '../../dist/apps/worker-app.js';
import { TestWorkerModule } from './test-tasks.mjs';

await runProcess('celeriac-worker', () =>
  startWorker(
    TestWorkerModule,
    new URL(process.env.TEST_THREAD === 'missing' ? './none.mjs' : './thread.mjs', import.meta.url),
  ),
);
