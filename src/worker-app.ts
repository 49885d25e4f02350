import { once } from 'node:events';
import { Logger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Config } from './config/config.js';
import { HealthService, httpStatusOf } from './health/health.service.js';
import { PinoLogger } from './logging/pino-logger.js';
import { type Running, urlOf } from './process.js';
import { Banner } from './worker/banner.js';
import { createProbeServer } from './worker/probe-server.js';
import { WorkerLifecycle } from './worker/worker-lifecycle.js';

/**
 * A worker that consumes, with its probe server.
 *
 * @param module what the worker is made of
 * @param threadFile what a thread of it runs: built from the same module by `serveThread`
 */
export async function startWorker(module: Type, threadFile: URL): Promise<Running> {
  const logger = new PinoLogger();
  const app = await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
  const { host, workerPort, logLevel } = app.get(Config);
  logger.level = logLevel;
  const server = createProbeServer(probesOf(app.get(HealthService)));
  await once(server.listen(workerPort, host), 'listening');
  app.get(WorkerLifecycle).start(threadFile);
  app.get(Banner).show();
  new Logger('Worker').log(`Health of this worker is at ${urlOf(server)}/health`);
  const stop = async () => {
    await app.close(); // the probe answers until the last task is done
    server.close();
  };
  return { server, stop };
}

function probesOf(health: HealthService) {
  const answer = async (check: ReturnType<HealthService['check']>) => {
    const body = await check;
    return { status: httpStatusOf(body), body };
  };
  return {
    '/health': () => answer(health.check()),
    '/health/live': () => answer(health.live()),
    '/health/ready': () => answer(health.ready()),
  };
}
