import { scrubKnown } from '../redaction/known-secrets.js';
import { redactText } from '../redaction/redact-text.js';

/**
 * An error as it is printed where there is no logger: its stack and those of what caused it, without secrets. Not its
 * other fields: an error of Redis has the command in them, one of an HTTP client its headers.
 */
export function stackOf(error: unknown): string {
  try {
    return redactText(String(scrubKnown(causes(error, 1).join('\nCaused by: '))));
  } catch {
    return 'An error that cannot be read'; // such as a revoked Proxy: this is called where nothing may be thrown
  }
}

const MAX_CAUSES = 5;

function causes(error: unknown, depth: number): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined || depth === MAX_CAUSES ? [own] : [own, ...causes(error.cause, depth + 1)];
}
