import { Logger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Config } from '../platform/config/config.js';
import { Recorder } from '../history/recorder/recorder.js';
import { StatisticsLoop } from '../history/stats/statistics-loop.js';
import { HealthService } from '../observability/health/health.service.js';
import { logLevels } from '../platform/logging/log-levels.js';
import { PinoLogger } from '../platform/logging/pino-logger.js';
import { ScheduleMetrics } from '../observability/metrics/schedule-metrics.js';
import { TaskMetrics } from '../observability/metrics/task-metrics.js';
import { refuseUnsafeBroker } from './refuse-unsafe-broker.js';
import { startProbe } from './probe.js';
import { type Running, urlOf } from './process.js';
import { whenBrokerAnswers } from '../core/broker-state/broker-wait.js';
import { Broker } from '../core/redis/broker.js';
import { Banner } from '../worker/banner.js';
import { PollWatchdog } from '../worker/upkeep/poll-watchdog.js';
import { WorkerLifecycle } from '../worker/worker-lifecycle.js';

/**
 * Starts a worker that consumes, with its probe server.
 *
 * @param module root module of the worker
 * @param threadFile entry file of its threads, built from the same module by `serveThread`
 */
export async function startWorker(module: Type, threadFile: URL): Promise<Running> {
  const logger = new PinoLogger();
  const app = await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
  const config = app.get(Config);
  logLevels.set(config.logLevel);
  await refuseUnsafeBroker(app);
  const { host, workerPort: port } = config;
  const server = await startProbe(app, { name: 'worker', host, port, variable: 'WORKER_PORT' });
  app.get(TaskMetrics).start();
  app.get(ScheduleMetrics).start();
  app.get(WorkerLifecycle).start(threadFile);
  app.get(Recorder).start();
  app.get(StatisticsLoop).start();
  app.get(HealthService).watchPolling(app.get(PollWatchdog).problem);
  const who = `Worker ${config.workerName}`;
  void whenBrokerAnswers(app.get(Broker), who, () => app.get(Banner).show());
  new Logger('Worker').log(`Worker health at ${urlOf(server)}/health, metrics at ${urlOf(server)}/metrics`);
  const stop = async () => {
    app.get(HealthService).stopping();
    await app.close(); // the probe answers until the last task is done
    server.close();
  };
  return { server, stop, hurry: () => app.get(WorkerLifecycle).hurry() };
}
