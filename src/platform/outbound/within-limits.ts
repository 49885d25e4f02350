import { setMaxListeners } from 'node:events';
import { OutboundTimeoutError } from './outbound.errors.js';

/**
 * Runs work that is aborted by a time limit or by any of the signals. It then rejects with the OutboundTimeoutError or
 * the signal's reason, whatever error the work itself throws. Leaves no timer and no listener behind; `AbortSignal.any`
 * would leave one on a long-lived signal.
 *
 * @param work must react to its signal
 */
export async function withinLimits<T>(
  limitMs: number,
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const scope = sharedAbortController();
  const timer = setTimeout(() => scope.abort(new OutboundTimeoutError(limitMs)), limitMs);
  const unfollow = signals.map((signal) => follow(signal, scope));
  try {
    scope.signal.throwIfAborted();
    return await work(scope.signal);
  } catch (error) {
    scope.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    unfollow.forEach((stop) => stop());
  }
}

/** A controller whose signal has many listeners by design: concurrent fetches, successive hops. */
export function sharedAbortController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Aborts the scope with the same reason as soon as the signal aborts. Returns a function that stops following. */
function follow(signal: AbortSignal, scope: AbortController): () => void {
  const abort = (): void => scope.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  return () => signal.removeEventListener('abort', abort);
}
