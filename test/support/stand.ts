import { startApi, startWorker } from './in-process.js';
import { createSandbox } from './sandbox.js';

/**
 * An API and a worker in this process over a sandbox of their own. `modules` bring tasks of the test's own to both.
 *
 * @param variables settings that differ from the defaults, by the names of the environment
 */
export async function startStand(
  options: Parameters<typeof startApi>[1] = {},
  variables: Parameters<typeof createSandbox>[0] = {},
) {
  const sandbox = await createSandbox(variables);
  const app = await startApi(sandbox.variables, options);
  const worker = await startWorker(sandbox.variables, options);
  const stop = async () => {
    await worker.close();
    await app.close();
    await sandbox.clean();
  };
  return { sandbox, app, worker, stop };
}

/** What `startStand` gives. */
export type Stand = Awaited<ReturnType<typeof startStand>>;
