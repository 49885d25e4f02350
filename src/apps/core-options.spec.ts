import { describe, expect, it } from '@jest/globals';
import { CoreOptions } from '../core/core-options.js';
import { Config } from '../platform/config/config.js';
import { WorkerOptions } from '../worker/worker-options.js';
import { coreOptions, workerOptions } from './core-options.js';

describe('without any setting', () => {
  const config = new Config({});

  it('the core is given its own defaults', async () => {
    expect(new CoreOptions(await coreOptions.useFactory(config))).toEqual(new CoreOptions());
  });

  it('a worker is given its own defaults, its version, its settings, and a way to shut down', async () => {
    const { shutDown, version, settings, ...given } = await workerOptions.useFactory(config);
    expect(shutDown).toBeInstanceOf(Function);
    expect(settings?.()).toContainEqual(
      expect.objectContaining({ name: 'REDIS_URL', secret: true, value: null }),
    );
    expect(version).toMatch(/^\d+\./);
    expect(new WorkerOptions(given)).toEqual(new WorkerOptions());
  });
});
