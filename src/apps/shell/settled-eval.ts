import type { REPLEval, REPLServer } from 'node:repl';
import { types } from 'node:util';

/**
 * Awaits a promise before it is shown, as a Python shell shows what a call returns. An error is shown without its stack,
 * which leads into the service.
 */
export function settledEval(evaluate: REPLEval): REPLEval {
  return function (this: REPLServer, line, context, file, done) {
    evaluate.call(this, line, context, file, (error, result: unknown) => {
      if (error !== null) return done(error, result);
      if (!types.isPromise(result)) return done(null, result);
      result.then(
        (value) => done(null, value),
        (thrown: unknown) => done(withoutStack(thrown), undefined),
      );
    });
  };
}

function withoutStack(thrown: unknown): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
