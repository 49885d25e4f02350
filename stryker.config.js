/**
 * Mutation tests of what decides over safety and is pure: each mutant is a small mistake, and the specs beside the
 * code must notice it. `npm run mutation`; what it writes is under .data/mutation.
 */
export default {
  testRunner: 'jest',
  // Jest runs ES modules in a VM of Node's.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'jest.unit.config.js' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  mutate: [
    'src/outbound/address-guard.ts',
    'src/outbound/special-ranges.ts',
    'src/outbound/url-rules.ts',
    'src/outbound/guarded-connector.ts',
    'src/auth/area.ts',
    'src/auth/key-ring.ts',
    'src/auth/loopback.ts',
    'src/auth/session.ts',
    'src/notifications/webhook-signature.ts',
    'src/config/settings/webhook-secrets.ts',
    'src/redaction/*.ts',
    '!src/redaction/*.spec.ts',
    'src/queue/payload-cipher.ts',
    'src/validation/dto-fields.ts',
  ],
  thresholds: { high: 95, low: 90, break: 85 },
  reporters: ['clear-text', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: '.data/mutation/report.html' },
  tempDirName: '.data/mutation/sandbox',
  ignorePatterns: ['.data', 'dist', 'coverage', 'docs'],
  disableTypeChecks: false,
  allowEmpty: false,
};
