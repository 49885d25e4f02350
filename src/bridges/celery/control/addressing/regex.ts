import { RE2JS, RE2JSException } from 're2js';
import { NamedError } from '../../../../platform/errors/named-error.js';

/** No name needs a longer one. */
const MAX_LENGTH = 256;

/** A pattern is no regular expression, or has parts that are not supported. */
export class PatternError extends NamedError {}

/**
 * Python's `re.match`: true for a text that begins with a match. It takes time in proportion to the length of the text,
 * whatever the pattern. Backreferences are refused.
 *
 * @throws PatternError
 */
export function regexTest(pattern: string): (text: string) => boolean {
  refuseLong(pattern);
  const regex = compiled(pattern.replaceAll(/\\[^]/g, (escape) => (escape === '\\Z' ? '\\z' : escape)));
  return (text) => regex.matcher(text).lookingAt();
}

/**
 * Python's `fnmatch`: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`.
 *
 * @throws PatternError
 */
export function globTest(pattern: string): (text: string) => boolean {
  refuseLong(pattern);
  const parts = pattern.replaceAll(/\[!?\]?[^\]]*\]|[^]/gu, (part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    if (part.length < 2) return RE2JS.quote(part);
    const [, negation = '', members = ''] = /^\[(!?)([^]*)\]$/u.exec(part) ?? [];
    return `[${negation && '^'}${members.replaceAll(/[\\[\]^&~|]/g, String.raw`\$&`)}]`;
  });
  const regex = compiled(`(?s:${parts})`);
  return (text) => regex.matches(text);
}

function refuseLong(pattern: string): void {
  if (pattern.length > MAX_LENGTH) throw new PatternError(`it is longer than ${MAX_LENGTH} characters`);
}

function compiled(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSException) throw new PatternError(error.message);
    throw error;
  }
}
