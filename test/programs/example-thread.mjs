/** A thread of example-worker.mjs. */
import { startTracing } from '../../dist/observability/tracing/start-tracing.js';
import { serveThread } from '../../dist/worker/isolation/thread-entry.js';
await import('./example-modules.mjs');
const { WorkerModule } = await import('../../dist/apps/worker.module.js');

await startTracing('celeriac-worker');

export default await serveThread(WorkerModule);
