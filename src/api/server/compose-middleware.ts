import type { RequestHandler } from 'express';

/**
 * Combines several handlers into one. Express matches the path again for each handler, which costs more than most of
 * ours do.
 */
export function composeMiddleware(...handlers: readonly RequestHandler[]): RequestHandler {
  return (request, response, next) => {
    let position = 0;
    const goOn = (error?: unknown): void => {
      const handler = error === undefined || error === null ? handlers[position++] : undefined;
      if (handler === undefined) return next(error);
      void handler(request, response, goOn);
    };
    goOn();
  };
}
