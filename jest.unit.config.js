import config from './jest.config.js';

/**
 * The specs beside the code that mutation tests change: they need no Redis and no built files, and are run thousands of
 * times. Those of other folders would notice a mutant too, but only by chance.
 */
const { globalSetup: _up, globalTeardown: _down, testMatch: _all, ...rest } = config;

export default {
  ...rest,
  roots: ['<rootDir>/src'],
  testMatch: [
    '**/src/api/access/**/*.spec.ts',
    '**/src/platform/{outbound,redaction,validation}/**/*.spec.ts',
    '**/src/features/notifications/webhooks/webhook-signature.spec.ts',
    '**/src/core/submit/payload-cipher.spec.ts',
  ],
};
