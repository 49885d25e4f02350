/** The API process as it is, with the tasks of test-tasks.mjs besides its own. */
import { createApp } from '../../dist/app.js';
import { Config } from '../../dist/config/config.js';
import { logLevels } from '../../dist/logging/log-levels.js';
import { PinoLogger } from '../../dist/logging/pino-logger.js';
import { runProcess } from '../../dist/process.js';
import { TestApiModule } from './test-tasks.mjs';

await runProcess(async () => {
  const logger = new PinoLogger();
  const app = await createApp(logger, TestApiModule);
  const { host, port, logLevel } = app.get(Config);
  logLevels.set(logLevel);
  return { server: await app.listen(port, host), stop: () => app.close() };
});
