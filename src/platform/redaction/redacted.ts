/** Stands wherever something secret is not shown. */
export const REDACTED = '[redacted]';
