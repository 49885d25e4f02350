import type { Request } from 'express';

/** Time limit for the rest of a refused body. */
const LINGER_MS = 2_000;

/**
 * Discards the rest of a body for a moment after an early response (401, 413, 429). Closing the connection at once
 * could lose the response. A client that keeps sending is cut off.
 */
export function drainUnreadBody(request: Request): void {
  if (request.complete || !hasBody(request)) return;
  const timer = setTimeout(() => request.socket.destroy(), LINGER_MS).unref();
  request.once('close', () => clearTimeout(timer));
  request.resume();
}

export function hasBody({ headers }: Request): boolean {
  return 'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0;
}
