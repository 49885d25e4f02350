import { Logger } from '@nestjs/common';
import { repl } from '@nestjs/core';
import { ShellModule } from './apps/shell/shell.module.js';
import { settledEval } from './apps/shell/settled-eval.js';
import { Shell } from './apps/shell/shell.js';
import { WiringError } from './core/task/queue.errors.js';
import { Config, ConfigError } from './platform/config/config.js';
import { loadEnvironment } from './platform/config/load-environment.js';
import { startEmbeddedRedis } from './platform/embedded/redis/embedded-redis.js';
import { logLevels } from './platform/logging/log-levels.js';
import { PinoLogger } from './platform/logging/pino-logger.js';
import { stackOf } from './platform/logging/stack-of.js';
import { scrubKnown } from './platform/redaction/known-secrets.js';
import { redactText } from './platform/redaction/redact-text.js';

/** Below a prompt only warnings are of interest. Nest's own shell logs each module otherwise. */
process.env['NEST_LOG_LEVEL'] ??= '>=warn';
logLevels.set('warn');

/** An interactive shell in the service: `npm run repl`. Workers are not needed to submit, only to run what is submitted. */
try {
  const stopRedis = await useRunningRedis();
  ShellModule.onClosed = () => void stopRedis().finally(() => process.exit());
  const server = await repl(ShellModule, { prompt: '> ' });
  Logger.overrideLogger(new PinoLogger());
  Object.assign(server, { eval: settledEval(server.eval) });
  shellIn(server.context).extend(server.context);
} catch (error) {
  const isOurs = error instanceof ConfigError || error instanceof WiringError;
  process.stderr.write(`${isOurs ? redactText(String(scrubKnown(error.message))) : stackOf(error)}\n`);
  process.exit(1);
}

/** Without REDIS_URL it is the Redis of `npm start`, which both keep running as long as one of them needs it. */
async function useRunningRedis(): Promise<() => Promise<void>> {
  await loadEnvironment();
  const { hasOwnRedis, dataDir } = new Config(process.env);
  if (hasOwnRedis) return () => Promise.resolve();
  const redis = await startEmbeddedRedis({ dataDir, say: (line) => void process.stderr.write(`${line}\n`) });
  process.env['REDIS_URL'] = redis.url;
  return () => redis.stop();
}

/** Nest's shell has a `get` that finds any provider. */
function shellIn(context: object): Shell {
  const { get } = context as { get: (token: typeof Shell) => Shell };
  return get(Shell);
}
