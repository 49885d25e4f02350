import type { ByteRange } from '../../../platform/blob-store/blob-store.js';

/** `bytes=`, two numbers of 15 digits, and some white space. A longer header is not read at all. */
const MAX_LENGTH = 100;
const POSITION = /^\d{0,15}$/;

/**
 * The part of a body that a Range header requests (RFC 9110, section 14). Each piece is split off before it is
 * matched, so the cost is linear. `range-parser` does not fit: it answers 416 where RFC 9110 wants the whole body (a
 * suffix longer than the body) or the header ignored (`bytes=5-3`).
 *
 * @returns undefined for the whole body: no header, or one that may be ignored (another unit, several ranges,
 *   nonsense); 'unsatisfiable' for a part that the body does not have
 */
export function byteRangeOf(
  header: string | undefined,
  size: number,
): ByteRange | undefined | 'unsatisfiable' {
  const [from, to] = positionsIn(header ?? '');
  if (from === '' && to === '') return undefined;
  if (from === '') return suffix(Number(to), size);
  const [first, last] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
  if (to !== '' && Number(to) < first) return undefined;
  return first < size ? { first, last } : 'unsatisfiable';
}

/** Both numbers as written, each possibly empty; both empty if the header is not a single byte range. */
function positionsIn(header: string): readonly [from: string, to: string] {
  if (header.length > MAX_LENGTH) return ['', ''];
  const [unit, range] = halves(header, '=');
  const [from, to] = halves(range, '-');
  const isRange = unit.toLowerCase() === 'bytes' && range.includes('-');
  return isRange && POSITION.test(from) && POSITION.test(to) ? [from, to] : ['', ''];
}

/** The text before and after the first separator, without the white space around them. */
function halves(text: string, separator: string): readonly [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function suffix(length: number, size: number): ByteRange | 'unsatisfiable' {
  return length > 0 && size > 0 ? { first: Math.max(size - length, 0), last: size - 1 } : 'unsatisfiable';
}
