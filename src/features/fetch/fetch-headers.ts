import { ValidateBy } from 'class-validator';

/**
 * The headers of a request that a caller may choose, and why not others: these change what a public API answers, and
 * nothing else. Credentials would stand in clear in the stored task: a fetch that needs one is a task of your own, with
 * `redact`. Cookies would make us a browser; `x-forwarded-for` and its like would have us lie about who asks;
 * what belongs to the connection, to caching (`if-none-match`) and to ranges is ours.
 */
export const fetchHeaderNames = ['accept-language', 'referer', 'user-agent'] as const;

const MAX_LENGTH = 1_024;

/** An object whose names are out of the list, in upper or lower case, each once, and whose values fit a header. */
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
  // Visible ASCII with spaces inside: no header can be smuggled in a value, and every server reads the same.
  const isFit = (text: unknown) =>
    typeof text === 'string' && text.length <= MAX_LENGTH && /^[!-~]([ -~]*[!-~])?$/.test(text);
  return Object.values(value).every(isFit)
    ? undefined
    : `must be visible ASCII, up to ${MAX_LENGTH} characters each`;
}
