import type { RequestHandler } from 'express';

/**
 * Several handlers as one. Express looks up the path anew for each that it is given, which costs more than what most of
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
