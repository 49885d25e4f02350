import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { Config } from '../config/config.js';
import { IdempotencyStore } from '../queue/idempotency-store.js';
import { idempotency } from './idempotency.js';
import { InputPipe } from './input.pipe.js';
import { jsonBody } from './json-body.js';
import { ProblemFilter } from './problem.filter.js';
import { requestId } from './request-id.js';

/**
 * Everything that stands between the socket and the controllers, in the order in which a request meets it.
 * ETags are off: each costs a tenth of the speed, and what is read here changes.
 */
export function applyEdge(app: NestExpressApplication): void {
  const filter = new ProblemFilter();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(requestId);
  app.use(jsonBody(app.get(Config).maxBodyBytes));
  app.use(idempotency(app.get(IdempotencyStore)));
  // What fails before the controllers (a body that is no JSON) is answered like everything else.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    filter.answer(error, request, response),
  );
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(filter);
}
