import type { Pattern } from './condition.js';

/** The pattern of a whole text. */
export function patternOf(pieces: readonly string[]): Pattern {
  return pieces.map(lowerAscii);
}

/** The pattern of a text that is somewhere in another. */
export function partPatternOf(pieces: readonly string[]): Pattern {
  return patternOf(['', ...pieces.filter((piece) => piece !== ''), '']);
}

/** Turns A to Z into lower case, as PostgreSQL does with `COLLATE "C"`: other languages have rules that differ there. */
export function lowerAscii(text: string): string {
  if (!/[\u0080-\uffff]/.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The text as PostgreSQL can hold it: without NUL and halves of surrogate pairs. */
export function storable(text: string): string {
  return /[\0\ud800-\udfff]/.test(text) ? text.replace(/[\0\p{Surrogate}]/gu, '\ufffd') : text;
}

/** True if the text, in any case, has all pieces of the pattern in their order. */
export function fitsPattern(pattern: Pattern, text: string): boolean {
  return fitsAny([pattern], text);
}

export function fitsAny(patterns: readonly Pattern[], text: string): boolean {
  const lower = lowerAscii(storable(text));
  return patterns.some((pattern) => hasPieces(lower, pattern));
}

function hasPieces(lower: string, pattern: Pattern): boolean {
  const first = pattern[0] ?? '';
  if (pattern.length === 1) return lower === first;
  const last = pattern[pattern.length - 1] ?? '';
  const end = lower.length - last.length;
  if (end < first.length || !lower.startsWith(first) || !lower.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pattern.slice(1, -1)) {
    const found = lower.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= end;
}
