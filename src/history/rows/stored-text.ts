/** The escapes of a JSON text, in order, so that in `\\u0000` a backslash comes first. Group 1: what jsonb refuses. */
const ESCAPES = /\\u(?:d[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|(0000|d[89a-f][\da-f]{2}))|\\./gi;
/** Most texts have none of them. */
const MAY_BE_REFUSED = /\\u(?:0000|d[89a-f])/i;
/** Most texts have none of them, either: half of a pair is found by this faster test, too. */
const MAY_BE_UNSTORABLE = /[\0\ud800-\udfff]/;
const UNSTORABLE = /\0|\p{Cs}/gu;
/** Replaces a character that PostgreSQL cannot store. */
const REPLACEMENT = '\ufffd';

/** A value as its column can hold it. */
export interface Stored<T> {
  readonly value: T;
  /** False if it differs from the original. */
  readonly isExact: boolean;
}

/** Makes a JSON text fit for jsonb, which refuses NUL and lone surrogates. Its numbers keep all their digits. */
export function storedJson(text: string): Stored<string> {
  if (!MAY_BE_REFUSED.test(text)) return { value: text, isExact: true };
  let isExact = true;
  const value = text.replaceAll(ESCAPES, (escape: string, refused?: string) => {
    if (refused === undefined) return escape;
    isExact = false;
    return REPLACEMENT;
  });
  return { value, isExact };
}

/** Replaces what a text column cannot hold: NUL and lone surrogates. */
export function storedText(text: string): Stored<string> {
  if (!MAY_BE_UNSTORABLE.test(text)) return { value: text, isExact: true };
  const value = text.replaceAll(UNSTORABLE, REPLACEMENT);
  return { value, isExact: value === text };
}

/** A value to compare with what is stored: a text as it would be. */
export function storable<T>(value: T): T | string {
  return typeof value === 'string' ? storedText(value).value : value;
}
