/** A thread of worker.mjs. */
import { serveThread } from '../../dist/worker/thread-entry.js';
import { startTracing } from '../../dist/tracing/start-tracing.js';
import { TestWorkerModule } from './test-tasks.mjs';

if (process.env.TEST_THREAD === 'broken') throw new TypeError('the provider cannot be made');

await startTracing('celeriac-worker');

export default await serveThread(TestWorkerModule);
