import { startTracing } from './observability/tracing/start-tracing.js';
import { WorkerModule } from './apps/worker.module.js';
import { serveThread } from './worker/isolation/thread-entry.js';

await startTracing('celeriac-worker');

/** A thread of a worker process, for tasks with `isolation: 'thread'`. Started by the worker's pool, never by hand. */
export default await serveThread(WorkerModule);
