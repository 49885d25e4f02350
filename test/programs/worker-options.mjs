import { workerOptions } from '../../dist/apps/core-options.js';

/**
 * Import this before the worker's module: TEST_WORKER_OPTIONS, as JSON, comes before what the settings give. It has
 * options without a setting, such as `heartbeatMs`, and values that a setting would not accept.
 */
const { useFactory } = workerOptions;
const given = JSON.parse(process.env.TEST_WORKER_OPTIONS ?? '{}');
workerOptions.useFactory = (...injected) => ({ ...useFactory(...injected), ...given });
