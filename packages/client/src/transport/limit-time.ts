/**
 * Runs `act` with a signal that aborts with the given one, or with `error` after a time. `AbortSignal.any` would do, but
 * on Node 20 and 22 such a signal can be collected before it aborts.
 *
 * @param timeoutMs undefined: no limit
 */
export async function limitTime<T>(
  { timeoutMs, signal }: { readonly timeoutMs?: number; readonly signal?: AbortSignal },
  error: () => Error,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => controller.abort(error()), timeoutMs);
  signal?.addEventListener('abort', abort);
  try {
    return await act(controller.signal);
  } catch (failure) {
    controller.signal.throwIfAborted(); // whatever an aborted request rejects with
    throw failure;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
