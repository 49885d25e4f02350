/** A thread of worker.mjs. */
import { serveThread } from '../../../dist/worker/isolation/thread-entry.js';
import { FaultWorkerModule } from './fault-tasks.mjs';

export default await serveThread(FaultWorkerModule);
