import { WorkerModule } from './worker.module.js';
import { serveThread } from './worker/thread-entry.js';

/** A thread of a worker process, for tasks with `isolation: 'thread'`. Started by the worker's pool, never by hand. */
export default await serveThread(WorkerModule);
