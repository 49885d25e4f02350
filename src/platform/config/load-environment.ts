import { ConfigModule } from '@nestjs/config';
import { knowSecrets } from '../redaction/known-secrets.js';
import { ConfigError } from './config.js';
import { environmentFileProblem } from './environment-file.js';
import { secretsOf } from './environment-secrets.js';

let forget: () => void = () => undefined;

/**
 * Reads `.env` of the working folder into `process.env`, where a variable that is already set wins. The Nest
 * processes do it when their `ConfigModule` is loaded; this is the same code for a process without Nest, so that
 * the same file never means two things. From then on no line shows a secret of the environment.
 *
 * @throws ConfigError when there is such a file and it cannot be read
 */
export async function loadEnvironment(): Promise<void> {
  const problem = environmentFileProblem();
  if (problem !== undefined) throw new ConfigError([problem]);
  await ConfigModule.forRoot();
  forget();
  forget = knowSecrets(secretsOf(process.env));
}
