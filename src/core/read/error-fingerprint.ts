import { createHash } from 'node:crypto';

/** What a message may say before it is cut: what comes later does not tell one error from another. */
export const MAX_READ = 2_000;
const MAX_PATTERN = 300;

/**
 * What differs from one case of an error to the next, from the most telling to the least: each is looked for in what
 * the ones before it have left. A quote may be cut (`"Lorem ips…`); an apostrophe within a word opens none.
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

/** What an error is recognised by when it comes again with other values. */
export interface Fingerprint {
  /** 16 hex digits */
  readonly hash: string;
  /** The message with placeholders for what differs, shortened. */
  readonly pattern: string;
}

/** The same for every failure of one task with one type of error whose messages differ in their values only. */
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
