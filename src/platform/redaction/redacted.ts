/** Replaces a secret wherever it would be shown. */
export const REDACTED = '[redacted]';
