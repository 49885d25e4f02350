import { scrubKnown } from '../redaction/known-secrets.js';
import { redactText } from '../redaction/redact-text.js';

/**
 * Formats an error for output without a logger: its stack and those of its causes, without secrets. Other fields are
 * omitted: a Redis error contains the command, and an HTTP client's error contains headers.
 */
export function stackOf(error: unknown): string {
  try {
    return redactText(String(scrubKnown(causes(error, 1).join('\nCaused by: '))));
  } catch {
    return 'An error that cannot be read'; // such as a revoked Proxy: this function must not throw
  }
}

const MAX_CAUSES = 5;

function causes(error: unknown, depth: number): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined || depth === MAX_CAUSES ? [own] : [own, ...causes(error.cause, depth + 1)];
}
