import { redactText } from './redact-text.js';

/** The beginning of a text that a stranger wrote. Redacted before it is cut: half a secret is not recognised. */
export function shortText(text: string, maxLength: number): string {
  const redacted = redactText(text);
  return redacted.length > maxLength ? `${redacted.slice(0, maxLength)}…` : redacted;
}
