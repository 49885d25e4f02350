import type { Server } from 'node:http';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Request, RequestHandler } from 'express';
import { Counter, Gauge } from 'prom-client';
import { BackgroundTasks } from '../../platform/background-tasks/background-tasks.js';
import { DurationMetric, type DurationSeries } from './duration-metric.js';
import { MetricsRegistry } from './metrics-registry.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Durations and statuses of API responses, and the outcomes of background events. */
@Injectable()
export class HttpMetrics {
  private readonly durations: DurationMetric;
  /** By labels: one per route, method and status. */
  private readonly series = new Map<string, DurationSeries>();

  constructor(
    private readonly background: BackgroundTasks,
    private readonly registry: MetricsRegistry,
  ) {
    this.durations = new DurationMetric({
      name: 'celeriac_http_request_duration_seconds',
      help: 'Time from the arrival of a request to the end of its response, without event streams',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers: [registry],
    });
    this.showBackgroundEvents();
  }

  /** Must be the first middleware, so that it measures all others. */
  readonly measure: RequestHandler = (request, response, next) => {
    const from = performance.now();
    response.once('finish', () => {
      if (response.getHeader('Content-Type') === 'text/event-stream') return; // lasts as long as its task
      this.seriesOf(methodOf(request), routeOf(request), response.statusCode).add(performance.now() - from);
    });
    next();
  };

  private seriesOf(method: string, route: string, status: number): DurationSeries {
    const key = `${method} ${route} ${status}`;
    const known = this.series.get(key);
    if (known) return known;
    const series = this.durations.bind({ method, route, status: String(status) });
    this.series.set(key, series);
    return series;
  }

  private showBackgroundEvents(): void {
    const { counts } = this.background;
    new Counter({
      name: 'celeriac_background_events_total',
      help: 'Background events by outcome: succeeded, failed, dropped',
      labelNames: ['outcome'],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(counts)) this.inc({ outcome }, count);
      },
    });
  }

  /** Reports a server's open connections, including idle ones. */
  watch(server: Server): void {
    const connections = promisify(server.getConnections.bind(server));
    new Gauge({
      name: 'celeriac_http_connections',
      help: 'Open connections, including idle ones',
      registers: [this.registry],
      async collect() {
        this.set(await connections().catch(() => 0));
      },
    });
  }
}

/** Unknown methods share one label. */
function methodOf({ method }: Request): string {
  return METHODS.has(method) ? method : 'other';
}

/** Mounted applications with their own routes. */
const MOUNTED = /^\/(dashboard|docs)(?=[/?]|$)/;

/** The route's pattern, never the path, which contains ids. Unmatched requests share one label. */
function routeOf(request: Request): string {
  const [mounted] = MOUNTED.exec(request.originalUrl) ?? [];
  if (mounted !== undefined) return mounted;
  // Set by Express once a route has matched; typed `any` there. Nest's patterns are whole paths.
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : 'unmatched';
}
