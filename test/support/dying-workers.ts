import { type StartedProcess, startProcess } from './processes.js';
import type { Sandbox } from './sandbox.js';

/** Workers of a suite, some of which kill themselves between the end of a task and what follows from it. */
export function dyingWorkers(sandbox: () => Sandbox) {
  const workers: StartedProcess[] = [];
  return {
    start: async (entry: 'worker' | 'test-dying-worker', variables = {}): Promise<StartedProcess> => {
      const worker = await startProcess(entry, { ...sandbox().variables, ...variables });
      workers.push(worker);
      return worker;
    },
    stopAll: () => Promise.all(workers.splice(0).map((started) => started.stop())),
    /** Ends that are not handed over yet. */
    outbox: () => sandbox().redis.zrange(`${sandbox().prefix}:ends`, 0, -1),
  };
}
