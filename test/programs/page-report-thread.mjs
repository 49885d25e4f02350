/** A thread of page-report-worker.mjs. */
import './page-report-modules.mjs';
import { WorkerModule } from '../../dist/apps/worker.module.js';
import { serveThread } from '../../dist/worker/isolation/thread-entry.js';

export default await serveThread(WorkerModule);
