/** The items until the signal aborts: the usual end of a command that watches, and no error. */
export async function* untilAborted<T>(signal: AbortSignal, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/**
 * A controller that also aborts with a signal. `AbortSignal.any` would do, but on Node 20 and 22 such a signal can be
 * collected before it aborts.
 */
export function linkedTo(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return controller;
}
