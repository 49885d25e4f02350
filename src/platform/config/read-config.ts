import { Config } from './config.js';
import { loadEnvironment } from './load-environment.js';

/**
 * The settings of this process, before or without Nest.
 *
 * @throws ConfigError
 */
export async function readConfig(): Promise<Config> {
  await loadEnvironment();
  return new Config(process.env);
}
