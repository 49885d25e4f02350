/** The longest wait that one request may ask for: proxies and browsers give up after a minute. */
const MAX_WAIT_S = 60;

/**
 * How long the client prefers to wait for the result, from `Prefer: wait=10` (RFC 7240, section 4.3).
 *
 * @returns ms, at most MAX_WAIT_S; undefined when it does not want to wait. A preference that cannot be read is none.
 */
export function preferredWaitMs(header: string | undefined): number | undefined {
  for (const preference of (header ?? '').split(',')) {
    const [, seconds] = /^\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:;.*)?$/i.exec(preference) ?? [];
    if (seconds !== undefined) return Math.min(Number(seconds), MAX_WAIT_S) * 1_000;
  }
  return undefined;
}
