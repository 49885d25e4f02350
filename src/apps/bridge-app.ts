import { Logger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CeleryBridge } from '../bridges/celery/process/celery-bridge.js';
import { HealthService } from '../observability/health/health.service.js';
import { Config, ConfigError } from '../platform/config/config.js';
import { readConfig } from '../platform/config/read-config.js';
import { logLevels } from '../platform/logging/log-levels.js';
import { PinoLogger } from '../platform/logging/pino-logger.js';
import { startProbe } from './probe.js';
import { type Running, urlOf } from './process.js';
import { refuseUnsafeBroker } from './refuse-unsafe-broker.js';

const NO_BROKER =
  "CELERY_BROKER_URL is not set, but the bridge connects to Celery's broker: set it to the broker_url of your Celery " +
  'application, such as redis://localhost:6379/0 or amqp://localhost:5672//';

/**
 * Starts a Celery bridge, with its probe server.
 *
 * @param module root module of the bridge
 */
export async function startBridge(module: Type): Promise<Running> {
  const logger = new PinoLogger();
  await requireBroker();
  const app = await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
  const { host, bridgePort: port, logLevel } = app.get(Config);
  logLevels.set(logLevel);
  await refuseUnsafeBroker(app);
  const server = await startProbe(app, { name: 'bridge', host, port, variable: 'BRIDGE_PORT' });
  const bridge = app.get(CeleryBridge);
  const health = app.get(HealthService);
  health.watchCelery(() => bridge.health());
  await bridge.start();
  new Logger('Bridge').log(`Bridge health at ${urlOf(server)}/health, metrics at ${urlOf(server)}/metrics`);
  const stop = async () => {
    health.stopping();
    await bridge.stop();
    await app.close();
    server.close();
  };
  return { server, stop };
}

/** Before anything connects. @throws ConfigError */
async function requireBroker(): Promise<void> {
  const { celeryBrokerUrl } = await readConfig();
  if (celeryBrokerUrl === undefined) throw new ConfigError([NO_BROKER]);
}
