import { existsSync } from 'node:fs';

/**
 * All specs, against the built files of `dist/` (test/support/jest/runtime.mjs says how and why). Specs and test/support
 * are compiled by Rolldown, as `src/` is; types are checked by `npm run typecheck`.
 */
export default {
  testEnvironment: '<rootDir>/test/support/jest/environment.mjs',
  // What Jest cleans up after a spec file is shared here with those that follow.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  runtime: '<rootDir>/test/support/jest/runtime.mjs',
  testSequencer: '<rootDir>/test/support/jest/sequencer.mjs',
  // A project made by `celeriac new app` has no examples.
  roots: ['src', 'test', 'examples', 'packages'].filter((root) => existsSync(root)),
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '\\.css$': '<rootDir>/test/support/jest/no-styles.mjs',
    '^@celeriac/client$': '<rootDir>/packages/client/src/index.ts',
  },
  transform: { '\\.tsx?$': '<rootDir>/test/support/jest/transform.mjs' },
  // Before the setup: decides which specs are run.
  filter: '<rootDir>/test/support/jest/without-redis.cjs',
  globalSetup: '<rootDir>/test/support/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/jest/global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/support/jest/skipped.mjs', '<rootDir>/test/support/jest/failed.mjs'],
  // Every file keeps to itself, so each core has one. (By default Jest leaves one idle: half of a machine of two.)
  maxWorkers: '100%',
  // No promise of ours is measured by it: a process starts in 2 s alone, and in 10 s on a machine that is busy.
  testTimeout: 60_000,
  workerIdleMemoryLimit: '1GB',
};
