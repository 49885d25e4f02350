/**
 * Decodes text in two steps, because Node decodes windows-1252 as Latin-1 in one step (20.20), which loses the euro
 * sign, dashes and quotation marks.
 *
 * @param charset a name from the Encoding Standard
 */
export function decodeText(bytes: Uint8Array, charset: string): string {
  const decoder = new TextDecoder(charset);
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}
