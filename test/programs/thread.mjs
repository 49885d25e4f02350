/** A thread of worker.mjs. */
import { serveThread } from '../../dist/worker/thread-entry.js';
import { TestWorkerModule } from './test-tasks.mjs';

export default await serveThread(TestWorkerModule);
