import { startApi, startWorker } from './in-process.js';
import { createSandbox } from './sandbox.js';

/**
 * An API and a worker in this process with their own sandbox. `modules` add the test's own tasks to both.
 *
 * @param variables settings that differ from the defaults, as environment variables
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

/** The result of `startStand`. */
export type Stand = Awaited<ReturnType<typeof startStand>>;
