/** Not compressions: charsets and words that servers send by mistake and browsers ignore too. */
const notCodings: readonly string[] = [
  ...['identity', 'none', 'null', 'undefined', 'false', 'plain', 'text', 'raw'],
  ...['7bit', '8bit', 'binary', 'utf', 'unicode'],
];

/**
 * The compressions of a body in lower case, in the order in which they were applied.
 *
 * @param header one or several Content-Encoding headers as received
 */
export function contentCodings(header: string | readonly string[] | undefined): string[] {
  return listOf(header).filter((name) => !notCodings.includes(name) && !isCharset(name));
}

/**
 * Compressions that a server applied for the transfer without being asked (RFC 9112, section 6.1). node:http decodes
 * `chunked` when it is the last coding; in any other position it does not delimit the body.
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
