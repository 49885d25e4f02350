import { Script, createContext } from 'node:vm';

const call = new Script('run()');
const context = createContext({ run: undefined });

/** Something took longer than it may. */
export class TooSlowError extends Error {
  override readonly name = 'TooSlowError';

  constructor(limitMs: number) {
    super(`it took longer than ${limitMs} ms`);
  }
}

/**
 * Runs what does not wait, and ends it after a time, wherever it is then. Not for what leaves something half done.
 *
 * @throws TooSlowError
 */
export function within<T>(limitMs: number, run: () => T): T {
  context['run'] = run;
  try {
    // The script does nothing but call `run`, and gives what it gives.
    return call.runInContext(context, { timeout: limitMs }) as T;
  } catch (error) {
    throw isTimeout(error) ? new TooSlowError(limitMs) : error;
  }
}

/** It comes from the script's own world, whose Error is another. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
