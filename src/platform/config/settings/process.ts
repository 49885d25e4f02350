import { oneOf, setting, text } from '../setting.js';

/** Settings of every process. */
export const processSettings = {
  nodeEnv: setting(
    'NODE_ENV',
    oneOf('development', 'production', 'test'),
    'development',
    'production: refuse settings that are only safe on your own machine',
  ),
  logLevel: setting(
    'LOG_LEVEL',
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    'info',
    'lowest level that is logged',
  ),
  dataDir: setting(
    'DATA_DIR',
    text,
    '.data',
    'folder for the embedded Redis and PostgreSQL, the email outbox and large bodies',
  ),
} as const;
