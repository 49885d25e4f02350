import { setMaxListeners } from 'node:events';
import { OutboundTimeoutError } from './outbound.errors.js';

/**
 * Runs work that ends early when its time is over or when one of the signals is aborted; it then rejects with the
 * OutboundTimeoutError or with that signal's reason, whatever the work itself made of it. Nothing is left: no timer,
 * no listener, which `AbortSignal.any` would leave on a signal that lives long.
 *
 * @param work must heed its signal
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

/** One whose signal has many listeners by design: fetches that run at once, hops that follow each other. */
export function sharedAbortController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Aborts the scope as soon as the signal is aborted, for the same reason. Returns what ends that. */
function follow(signal: AbortSignal, scope: AbortController): () => void {
  const abort = (): void => scope.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  return () => signal.removeEventListener('abort', abort);
}
