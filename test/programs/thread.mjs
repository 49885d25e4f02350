/** A thread of worker.mjs. */
import { serveThread } from '../../dist/worker/thread-entry.js';
import { startTracing } from '../../dist/tracing/start-tracing.js';
import { TestWorkerModule } from './test-tasks.mjs';

await startTracing('celeriac-worker');

export default await serveThread(TestWorkerModule);
