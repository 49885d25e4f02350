import { Script, createContext } from 'node:vm';
import { errorCode } from '../../platform/errors/error-code.js';
import { NamedError } from '../../platform/errors/named-error.js';

const call = new Script('run()');
const context = createContext({ run: undefined });

/** A synchronous function exceeded its time limit. */
export class TooSlowError extends NamedError {
  constructor(limitMs: number) {
    super(`it took longer than ${limitMs} ms`);
  }
}

/**
 * Runs a synchronous function and aborts it after a time limit, at any point. Not for functions that would leave
 * something half done.
 *
 * @throws TooSlowError
 */
export function within<T>(limitMs: number, run: () => T): T {
  context['run'] = run;
  try {
    // The script only calls `run` and returns its value.
    return call.runInContext(context, { timeout: limitMs }) as T;
  } catch (error) {
    // The error comes from the script's own realm, which has its own Error class.
    throw errorCode(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new TooSlowError(limitMs) : error;
  }
}
