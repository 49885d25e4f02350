/**
 * Mutation tests of what decides over safety and is pure: each mutant is a small mistake, and the specs beside the
 * code must notice it. `npm run mutation`; what it writes is under .data/mutation.
 */
export default {
  testRunner: 'jest',
  // Jest runs ES modules in a VM of Node's.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'jest.mutation.config.js' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  mutate: [
    'src/platform/outbound/addresses/address-guard.ts',
    'src/platform/outbound/addresses/special-ranges.ts',
    'src/platform/outbound/addresses/url-rules.ts',
    'src/platform/outbound/guarded-connector.ts',
    'src/api/access/area.ts',
    'src/api/access/key-ring.ts',
    'src/api/access/loopback.ts',
    'src/api/access/login/session.ts',
    'src/features/notifications/webhooks/webhook-signature.ts',
    'src/platform/config/settings/webhook-secrets.ts',
    'src/platform/redaction/*.ts',
    '!src/platform/redaction/*.spec.ts',
    'src/core/submit/payload-cipher.ts',
    'src/platform/validation/dto-fields.ts',
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
