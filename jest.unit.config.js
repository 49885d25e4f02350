import config from './jest.config.js';

const { globalSetup: _up, globalTeardown: _down, filter: _filter, ...rest } = config;

/** `npm run test:unit`: the specs beside the code, without Redis and without a build. */
export default {
  ...rest,
  testEnvironmentOptions: { ...rest.testEnvironmentOptions, product: 'sources' },
  roots: ['<rootDir>/src', '<rootDir>/packages/console/src'],
};
