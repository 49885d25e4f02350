import type { Request } from 'express';

/** How long the rest of a refused body may take to arrive. */
const LINGER_MS = 2_000;

/**
 * Of a request that is answered before its body has arrived (401, 413, 429): the rest is read and thrown away for a
 * moment, so that the client comes to read its answer, which a connection that is closed at once can lose. Who goes on
 * sending is cut off.
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
