/**
 * ESM under Jest: ts-jest emits ES modules, relative imports end in `.js` and are mapped back to `.ts`.
 * Type checking is `npm run typecheck`'s; here each file is only transpiled (isolatedModules), which is faster.
 */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.json', diagnostics: false }],
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // Every file keeps to itself, so each core has one. (By default Jest leaves one idle: half of a machine of two.)
  maxWorkers: '100%',
  // No promise of ours is measured by it: a process starts in 2 s alone, and in 10 s on a machine that is busy.
  testTimeout: 60_000,
  workerIdleMemoryLimit: '512MB',
};
