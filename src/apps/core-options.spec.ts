import { describe, expect, it } from '@jest/globals';
import { CoreOptions } from '../core/core-options.js';
import { Config } from '../platform/config/config.js';
import { WorkerOptions } from '../worker/worker-options.js';
import { coreOptions, workerOptions } from './core-options.js';

/** The settings list the queues one by one; everything else has its default in both places. */
describe('without any setting', () => {
  const config = new Config({});

  it('the core is given its own defaults', async () => {
    const given = { ...(await coreOptions.useFactory(config)), maxQueueLength: {} };
    expect(new CoreOptions(given)).toEqual(new CoreOptions());
  });

  it('a worker is given its own defaults, and a way to shut down', async () => {
    const { shutDown, ...given } = await workerOptions.useFactory(config);
    expect(shutDown).toBeInstanceOf(Function);
    expect(new WorkerOptions({ ...given, queues: undefined, concurrency: {} })).toEqual(new WorkerOptions());
  });
});
