import { startTracing } from './observability/tracing/start-tracing.js';
import { WorkerModule } from './apps/worker.module.js';
import { Config } from './platform/config/config.js';
import { logLevels } from './platform/logging/log-levels.js';
import { serveThread } from './worker/isolation/thread-entry.js';

await startTracing('celeriac-worker');

/** A thread of a worker process, for tasks with `isolation: 'thread'`. Started by the worker's pool, never by hand. */
export default await serveThread(WorkerModule, (app) => logLevels.set(app.get(Config).logLevel));
