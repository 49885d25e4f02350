import { ValidateBy } from 'class-validator';

/**
 * Request headers that callers may set: they influence a public API's response and nothing else. Credentials would be
 * stored in clear in the task; a fetch that needs them is a task of your own, with `redact`. Cookies would turn this
 * service into a browser, `x-forwarded-for` and similar headers would forge the sender, and headers of the connection,
 * of caching (`if-none-match`) and of ranges are set here.
 */
export const fetchHeaderNames = ['accept-language', 'referer', 'user-agent'] as const;

const MAX_LENGTH = 1_024;

/** Validates header names (allowed, case-insensitive, no duplicates) and values (safe in a header). */
export function HasFetchHeaders(): PropertyDecorator {
  return ValidateBy({
    name: 'hasFetchHeaders',
    validator: {
      validate: (value) => problemOf(value) === undefined,
      defaultMessage: (context) => `headers ${problemOf(context?.value) ?? ''}`,
    },
  });
}

function problemOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
  const names = Object.keys(value).map((name) => name.toLowerCase());
  const isAllowed = (name: string) => fetchHeaderNames.some((allowed) => allowed === name);
  if (!names.every(isAllowed)) return `may only be ${fetchHeaderNames.join(', ')}`;
  if (new Set(names).size < names.length) return 'must each be given once';
  // Visible ASCII with inner spaces: prevents header injection, and every server reads it the same way.
  const isFit = (text: unknown) =>
    typeof text === 'string' && text.length <= MAX_LENGTH && /^[!-~]([ -~]*[!-~])?$/.test(text);
  return Object.values(value).every(isFit)
    ? undefined
    : `must be visible ASCII, up to ${MAX_LENGTH} characters each`;
}
