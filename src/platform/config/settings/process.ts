import { oneOf, setting, text } from '../setting.js';

/** Settings of every process. */
export const processSettings = {
  nodeEnv: setting(
    'NODE_ENV',
    oneOf('development', 'production', 'test'),
    'development',
    'production refuses what is only safe on your own machine',
  ),
  logLevel: setting(
    'LOG_LEVEL',
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    'info',
    'least severe level that is logged',
  ),
  dataDir: setting('DATA_DIR', text, '.data', 'folder of the embedded Redis, the outbox and large bodies'),
} as const;
