import { once } from 'node:events';
import type { Server } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { AnsweredHosts } from '../api/access/answered-hosts.js';
import { limitServer } from '../api/server/server-limits.js';
import { HealthService, httpStatusOf } from '../observability/health/health.service.js';
import { MetricsRegistry } from '../observability/metrics/metrics-registry.js';
import { Config } from '../platform/config/config.js';
import type { Listener } from '../platform/embedded/program/port-taken-error.js';
import { createProbeServer } from '../worker/probe-server.js';
import { listenError } from './process.js';

/**
 * Serves the health and the metrics of a process without an API.
 *
 * @throws ConfigError if it cannot listen
 */
export async function startProbe(app: INestApplicationContext, listener: Listener): Promise<Server> {
  const config = app.get(Config);
  const hosts = new AnsweredHosts(config);
  const probes = probesOf(app.get(HealthService), app.get(MetricsRegistry));
  const server = createProbeServer(listener.name, probes, (request) => hosts.refusal(request));
  limitServer(server, config);
  await once(server.listen(listener.port, listener.host), 'listening').catch(async (error: unknown) => {
    throw await listenError(error, listener);
  });
  return server;
}

function probesOf(health: HealthService, metrics: MetricsRegistry) {
  const answer = async (check: ReturnType<HealthService['check']>) => {
    const body = await check;
    return { status: httpStatusOf(body), body };
  };
  return {
    '/health': () => answer(health.check()),
    '/health/live': () => answer(health.live()),
    '/health/ready': () => answer(health.ready()),
    '/metrics': async () => ({ status: 200, body: await metrics.metrics() }),
  };
}
