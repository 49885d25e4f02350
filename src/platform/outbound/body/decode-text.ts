/**
 * Text out of bytes. In two steps, because Node reads windows-1252 as Latin-1 when it is decoded at once (20.20), and
 * so loses the euro sign, dashes and quotation marks.
 *
 * @param charset as the Encoding Standard names it
 */
export function decodeText(bytes: Uint8Array, charset: string): string {
  const decoder = new TextDecoder(charset);
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}
