import type { ByteRange } from '../blobs/blob-store.js';

/**
 * The part of a body that a Range header asks for (RFC 9110, section 14).
 *
 * @returns undefined for the whole: nothing is asked for, or what may be ignored (another unit, several ranges,
 *   nonsense); 'unsatisfiable' for a part that the body does not have
 */
export function byteRangeOf(
  header: string | undefined,
  size: number,
): ByteRange | undefined | 'unsatisfiable' {
  const [, from = '', to = ''] = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') return suffix(Number(to), size);
  const [first, last] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
  if (to !== '' && Number(to) < first) return undefined;
  return first < size ? { first, last } : 'unsatisfiable';
}

function suffix(length: number, size: number): ByteRange | 'unsatisfiable' {
  return length > 0 && size > 0 ? { first: Math.max(size - length, 0), last: size - 1 } : 'unsatisfiable';
}
