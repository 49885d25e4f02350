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

/** How fast and with what the API answers, and what it does after its answers. */
@Injectable()
export class HttpMetrics {
  private readonly durations: DurationMetric;
  /** By their labels: as many as there are routes, with what each answers. */
  private readonly series = new Map<string, DurationSeries>();

  constructor(
    private readonly background: BackgroundTasks,
    private readonly registry: MetricsRegistry,
  ) {
    this.durations = new DurationMetric({
      name: 'celeriac_http_request_duration_seconds',
      help: 'From the arrival of a request to the end of its answer; event streams are not among them',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers: [registry],
    });
    this.showBackgroundEvents();
  }

  /** Stands before everything else, so that it measures all of it. */
  readonly measure: RequestHandler = (request, response, next) => {
    const from = performance.now();
    response.once('finish', () => {
      if (response.getHeader('Content-Type') === 'text/event-stream') return; // as long as its task
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
      help: 'Background events by what came of them: succeeded, failed, dropped',
      labelNames: ['outcome'],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(counts)) this.inc({ outcome }, count);
      },
    });
  }

  /** Shows how many connections a server has open, the idle ones among them. */
  watch(server: Server): void {
    const connections = promisify(server.getConnections.bind(server));
    new Gauge({
      name: 'celeriac_http_connections',
      help: 'Connections that are open, the idle ones among them',
      registers: [this.registry],
      async collect() {
        this.set(await connections().catch(() => 0));
      },
    });
  }
}

/** What is no method of ours is one label, whatever it is. */
function methodOf({ method }: Request): string {
  return METHODS.has(method) ? method : 'other';
}

/** What is mounted as a whole, with routes of its own behind it. */
const MOUNTED = /^\/(dashboard|docs)(?=[/?]|$)/;

/** The pattern of the route, never the path: that has ids. What no route matched is one label. */
function routeOf(request: Request): string {
  const [mounted] = MOUNTED.exec(request.originalUrl) ?? [];
  if (mounted !== undefined) return mounted;
  // Set by Express once a route has matched; `any` there. Nest's patterns are whole paths.
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : 'unmatched';
}
