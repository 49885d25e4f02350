import { redactText } from './redact-text.js';

/** Truncates a text from outside. It is redacted before it is cut, because half a secret would not be recognised. */
export function shortText(text: string, maxLength: number): string {
  const redacted = redactText(text);
  return redacted.length > maxLength ? `${redacted.slice(0, maxLength)}…` : redacted;
}
