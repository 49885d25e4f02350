/** A thread of worker.mjs. */
import { serveThread } from '../../dist/worker/isolation/thread-entry.js';
import { startTracing } from '../../dist/observability/tracing/start-tracing.js';
import { TestWorkerModule } from './test-tasks.mjs';

if (process.env.TEST_THREAD === 'broken') throw new TypeError('the provider cannot be made');

await startTracing('celeriac-worker');

export default await serveThread(TestWorkerModule);
