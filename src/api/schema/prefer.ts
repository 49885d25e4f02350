/** The longest wait per request: proxies and browsers give up after a minute. */
const MAX_WAIT_S = 60;

/**
 * The wait for a result that the client prefers, from `Prefer: wait=10` (RFC 7240, section 4.3).
 *
 * @returns ms, at most MAX_WAIT_S; undefined without a wait. Invalid preferences are ignored.
 */
export function preferredWaitMs(header: string | undefined): number | undefined {
  for (const preference of (header ?? '').split(',')) {
    const [, seconds] = /^\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:;.*)?$/i.exec(preference) ?? [];
    if (seconds !== undefined) return Math.min(Number(seconds), MAX_WAIT_S) * 1_000;
  }
  return undefined;
}
