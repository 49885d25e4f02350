import config from './jest.unit.config.js';

const { runtime: _runtime, testEnvironmentOptions: _options, testSequencer: _order, ...rest } = config;

/**
 * The specs beside the code that mutation tests change. Those of other folders would notice a mutant too, but only by
 * chance. They run in Jest's own realm, where Stryker keeps what it counts.
 */
export default {
  ...rest,
  testEnvironment: 'node',
  testMatch: [
    '**/src/api/access/**/*.spec.ts',
    '**/src/platform/{outbound,redaction,validation}/**/*.spec.ts',
    '**/src/features/notifications/webhooks/webhook-signature.spec.ts',
    '**/src/core/submit/payload-cipher.spec.ts',
  ],
};
