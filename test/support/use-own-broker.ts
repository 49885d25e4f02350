import { afterEach, beforeEach } from '@jest/globals';
import { type StartedProcess, startProcess } from './processes.js';
import { type OwnRedis, createOwnRedis } from './redis-server.js';
import { type Sandbox, type Variables, createSandbox } from './sandbox.js';

/** A disposable Redis for each test of the calling `describe`, and the processes that use it. */
export function useOwnBroker() {
  let redis: OwnRedis;
  let sandbox: Sandbox;
  const processes: StartedProcess[] = [];

  beforeEach(async () => {
    redis = await createOwnRedis();
    await redis.start();
    sandbox = await createSandbox({ REDIS_URL: redis.url });
  });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((started) => started.stop()));
    await sandbox.clean();
    await redis.remove();
  });

  return {
    get sandbox(): Sandbox {
      return sandbox;
    },
    /** Starts a process that ends with the test. */
    async start(entry: 'main' | 'worker', variables: Variables = {}, execArgv: readonly string[] = []) {
      const started = await startProcess(entry, { ...sandbox.variables, ...variables }, execArgv);
      processes.push(started);
      return started;
    },
  };
}
