import { Migrations, migrationScript } from './history/database/migrations.js';
import { Config, ConfigError } from './platform/config/config.js';
import { loadEnvironment } from './platform/config/load-environment.js';
import { scrubKnown } from './platform/redaction/known-secrets.js';
import { redactText } from './platform/redaction/redact-text.js';

/**
 * Creates and updates the tables of the history, for HISTORY_MIGRATE=manual: `node dist/migrate-history.js`. With
 * `--print` it connects to nothing, and prints the SQL that creates all tables.
 */
try {
  if (process.argv.includes('--print')) process.stdout.write(migrationScript());
  else await migrate();
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${redactText(String(scrubKnown(text)))}\n`);
  process.exitCode = 1;
}

async function migrate(): Promise<void> {
  await loadEnvironment();
  const config = new Config(process.env);
  if (config.historyUrl === undefined)
    throw new ConfigError(['HISTORY_URL is not set, so there is no history to migrate']);
  await new Migrations(config).run('auto');
  process.stdout.write('The tables of the history are up to date.\n');
}
