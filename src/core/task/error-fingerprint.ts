import { createHash } from 'node:crypto';

/** Longer messages are cut: the rest does not help to distinguish errors. */
export const MAX_READ = 2_000;
const MAX_PATTERN = 300;

/**
 * Variable parts of error messages, from the most to the least specific: each pattern applies to the text left by those
 * before it. A quote may be cut (`"Lorem ips…`); an apostrophe inside a word does not open one.
 */
const VARIABLES: readonly (readonly [RegExp, string])[] = [
  [/"(?:[^"\\…]|\\[^]?)*(?:"|…|$)|`[^`]*`|“[^“”]*”|(?<!\w)'[^']*'(?!\w)/g, '<string>'],
  [/(?<![a-z\d+.-])[a-z][a-z\d+.-]*:\/\/[^\s<>"')\]]+/gi, '<url>'],
  [/(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<email>'],
  [/(?<![a-z\d])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![a-z\d])/gi, '<uuid>'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<address>'],
  [/\[?(?<![\w:])(?:[\da-f]{1,4}:){3,7}[\da-f]{1,4}(?![\w:])(?:\]:\d+)?/gi, '<address>'],
  [/\[?(?<![\w:])(?:[\da-f]{1,4}:)*(?:[\da-f]{1,4})?::[\da-f:]*(?![\w:])(?:\]:\d+)?/gi, '<address>'],
  [/(?<![\w.-])(?:localhost|[a-z\d-]+(?:\.[a-z\d-]+)+):\d+\b/gi, '<address>'],
  [/(?<![a-z\d])(?:0x[\da-f]+|(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{8,})(?![a-z\d])/gi, '<hex>'],
  [/(?:(?<![\w>])[+-])?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?/gi, '<number>'],
];

/** Identifies an error when it recurs with other values. */
export interface Fingerprint {
  /** 16 hex digits */
  readonly hash: string;
  /** The message with placeholders for variable parts, shortened. */
  readonly pattern: string;
}

/**
 * The fingerprint of an error, equal for all failures of one task type with the same error type whose messages differ
 * in values only.
 */
export function fingerprintOf(task: string, errorType: string, message: string): Fingerprint {
  const pattern = patternOf(message);
  const hash = createHash('sha256').update([task, errorType, pattern].join('\0')).digest('hex').slice(0, 16);
  return { hash, pattern };
}

function patternOf(message: string): string {
  const replaced = VARIABLES.reduce(
    (text, [variable, placeholder]) => text.replace(variable, placeholder),
    message.slice(0, MAX_READ),
  );
  return replaced.replace(/\s+/g, ' ').trim().slice(0, MAX_PATTERN);
}
