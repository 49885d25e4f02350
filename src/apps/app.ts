import type { LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { DASHBOARD_PATH, DOCS_PATH } from '../api/access/login/next-place.js';
import { Access } from '../api/access/access.js';
import { Authentication } from '../api/access/authentication.js';
import { PageLogin } from '../api/access/login/page-login.js';
import { RoleGuard } from '../api/access/role.guard.js';
import { Config } from '../platform/config/config.js';
import { Dashboard } from '../api/dashboard/dashboard.js';
import { underBasePath } from '../api/server/base-path.js';
import { beginEdge, endEdge } from '../api/server/edge.js';
import { FastExpressAdapter } from '../api/server/fast-express.adapter.js';
import { RequestQuota } from '../api/quota/request-quota.js';
import { serveDocs } from '../api/openapi/openapi.js';
import { HttpMetrics } from '../observability/metrics/http-metrics.js';

/**
 * Creates the API, ready to listen: the modules, the HTTP middleware, the dashboard and the docs.
 *
 * @param module root module of the API
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
  return configureApp(app);
}

/** Adds the middleware around the controllers: edge, dashboard, docs. */
export function configureApp(app: NestExpressApplication): NestExpressApplication {
  const metrics = app.get(HttpMetrics);
  metrics.watch(app.getHttpServer());
  const { basePath } = app.get(Config);
  if (basePath !== '') app.use(underBasePath(basePath));
  app.use(metrics.measure);
  const { identify, admit } = app.get(Authentication);
  const quota = app.get(RequestQuota);
  beginEdge(app, identify);
  // Before the quota: its files are in memory, so that the page stays up while the broker does not answer.
  app.use(DASHBOARD_PATH, ...app.get(Dashboard).handlers());
  app.use(quota.count, quota.countRefused);
  if (app.get(Config).docs === 'private') app.use(DOCS_PATH, app.get(PageLogin).guardDocs);
  endEdge(app, admit);
  // Without keys every accepted client may do everything, so requests need no check.
  if (app.get(Access).mode === 'keys') app.useGlobalGuards(app.get(RoleGuard));
  serveDocs(app);
  return app;
}
