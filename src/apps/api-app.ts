import { Logger, type Type } from '@nestjs/common';
import { createApp } from './app.js';
import { Config } from '../platform/config/config.js';
import { HealthService } from '../observability/health/health.service.js';
import { EventStreams } from '../api/streams/event-streams.js';
import { logLevels } from '../platform/logging/log-levels.js';
import { PinoLogger } from '../platform/logging/pino-logger.js';
import { refuseUnsafeBroker } from './refuse-unsafe-broker.js';
import { type Running, closeServer, listenError, urlOf } from './process.js';
import { whenBrokerAnswers } from '../core/broker-state/broker-wait.js';
import { Broker } from '../core/redis/broker.js';
import { SubmitAnswer } from '../api/streams/submit-answer.js';

/**
 * Starts an API that listens. Shutdown completes the requests in progress, up to SHUTDOWN_TIMEOUT_MS.
 *
 * @param module root module of the API
 */
export async function startApi(module?: Type): Promise<Running> {
  const logger = new PinoLogger();
  const app = await createApp(logger, module);
  const { host, port, logLevel, shutdownTimeoutMs } = app.get(Config);
  logLevels.set(logLevel);
  await app.init(); // connects
  await refuseUnsafeBroker(app);
  const server = await app.listen(port, host).catch(async (error: unknown) => {
    throw await listenError(error, { name: 'API', host, port, variable: 'PORT' });
  });
  void whenBrokerAnswers(app.get(Broker), `The API at ${urlOf(server)}`, () =>
    new Logger('Api').log(`API listening on ${urlOf(server)}, documentation at ${urlOf(server)}/docs`),
  );
  const stop = async () => {
    app.get(HealthService).stopping();
    // These would last as long as their tasks.
    app.get(EventStreams).endAll();
    app.get(SubmitAnswer).endAll();
    await closeServer(server, shutdownTimeoutMs);
    await app.close();
  };
  return { server, stop };
}
