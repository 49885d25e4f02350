/** Never a compression: charsets and words that servers put there by mistake, and that browsers ignore too. */
const notCodings: readonly string[] = [
  ...['identity', 'none', 'null', 'undefined', 'false', 'plain', 'text', 'raw'],
  ...['7bit', '8bit', 'binary', 'utf', 'unicode'],
];

/**
 * The compressions of a body, in the order in which they were applied, in lower case.
 *
 * @param header Content-Encoding as it came, or several of them
 */
export function contentCodings(header: string | readonly string[] | undefined): string[] {
  return listOf(header).filter((name) => !notCodings.includes(name) && !isCharset(name));
}

/**
 * The compressions that a server applied for the transfer, though nobody asked for one (RFC 9112, section 6.1).
 * node:http takes chunks apart where `chunked` is the last coding; anywhere else it is no framing that ends.
 */
export function transferCodings(header: string | readonly string[] | undefined): string[] {
  const names = listOf(header).filter((name) => name !== 'identity');
  return names.at(-1) === 'chunked' ? names.slice(0, -1) : names;
}

function listOf(header: string | readonly string[] | undefined): string[] {
  const names = [header ?? []].flat().flatMap((value) => value.split(','));
  return names.map((name) => name.trim().toLowerCase()).filter((name) => name !== '');
}

function isCharset(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}
