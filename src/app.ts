import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { DASHBOARD_PATH, Dashboard } from './dashboard/dashboard.js';
import { applyEdge } from './http/edge.js';
import { FastExpressAdapter } from './http/fast-express.adapter.js';
import { serveDocs } from './http/openapi.js';

/** The API, ready to listen: the modules, the HTTP edge, the dashboard and the docs. */
export async function createApp(logger: LoggerService): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, new FastExpressAdapter(), {
    logger,
    bodyParser: false,
    abortOnError: false,
  });
  return furnish(app);
}

/** Puts around the controllers what every request meets: dashboard, edge, docs. */
export function furnish(app: NestExpressApplication): NestExpressApplication {
  app.use(DASHBOARD_PATH, ...app.get(Dashboard).handlers());
  applyEdge(app);
  serveDocs(app);
  return app;
}
