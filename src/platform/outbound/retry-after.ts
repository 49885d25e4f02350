/**
 * The wait that a receiver requests, in ms: Retry-After of RFC 9110, in seconds or as a date. 0 if it is missing,
 * invalid or in the past.
 */
export function retryAfterMs(header: string | readonly string[] | undefined, now: number): number {
  if (typeof header !== 'string') return 0;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const date = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
