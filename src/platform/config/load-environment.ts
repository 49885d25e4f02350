import { ConfigModule } from '@nestjs/config';
import { knowSecrets } from '../redaction/known-secrets.js';
import { ConfigError } from './config.js';
import { environmentFileProblem } from './environment-file.js';
import { secretsOf } from './environment-secrets.js';

let forget: () => void = () => undefined;

/**
 * Loads `.env` from the working directory into `process.env`; variables that are already set win. Nest processes do
 * this when `ConfigModule` loads; this runs the same code in a process without Nest, so that the file always means the
 * same. Afterwards, secrets of the environment are redacted from every log line.
 *
 * @throws ConfigError if the file exists but cannot be read
 */
export async function loadEnvironment(): Promise<void> {
  const problem = environmentFileProblem();
  if (problem !== undefined) throw new ConfigError([problem]);
  await ConfigModule.forRoot();
  forget();
  forget = knowSecrets(secretsOf(process.env));
}
