import type { LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { dashboardArea, docsArea } from './auth/area.js';
import { Access } from './auth/access.js';
import { Authentication } from './auth/authentication.js';
import { BrowserLogin } from './auth/browser-login.js';
import { RoleGuard } from './auth/role.guard.js';
import { Config } from './config/config.js';
import { Dashboard } from './dashboard/dashboard.js';
import { beginEdge, endEdge } from './http/edge.js';
import { FastExpressAdapter } from './http/fast-express.adapter.js';
import { RequestQuota } from './http/request-quota.js';
import { serveDocs } from './http/openapi.js';
import { HttpMetrics } from './metrics/http-metrics.js';

/**
 * The API, ready to listen: the modules, the HTTP edge, the dashboard and the docs.
 *
 * @param module what it is made of
 */
export async function createApp(
  logger: LoggerService,
  module: Type = AppModule,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, new FastExpressAdapter(), {
    logger,
    bodyParser: false,
    abortOnError: false,
  });
  return furnish(app);
}

/** Puts around the controllers what every request meets: edge, dashboard, docs. */
export function furnish(app: NestExpressApplication): NestExpressApplication {
  const metrics = app.get(HttpMetrics);
  metrics.watch(app.getHttpServer());
  app.use(metrics.measure);
  const { identify, admit } = app.get(Authentication);
  const quota = app.get(RequestQuota);
  beginEdge(app, identify, quota.count);
  app.use(quota.countRefused);
  app.use(dashboardArea.path, ...app.get(Dashboard).handlers());
  if (app.get(Config).docs === 'private')
    app.use(docsArea.path, ...app.get(BrowserLogin).handlersOf(docsArea));
  endEdge(app, admit);
  // Without keys everyone who is let in may do everything: there is nothing to look up for each request.
  if (app.get(Access).mode === 'keys') app.useGlobalGuards(app.get(RoleGuard));
  serveDocs(app);
  return app;
}
