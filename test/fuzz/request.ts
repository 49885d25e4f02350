/** A request as it is sent, byte by byte; placeholders are still in it. */
export interface FuzzRequest {
  /** What it was made for: `POST /tasks/{task_id}/cancel`. */
  readonly operation: string;
  readonly method: string;
  /** As it stands in the request line: encoded, or wrongly so; with its query. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer;
}

/** Every byte that is not allowed to stand for itself, of any text: a lone surrogate too, as the bytes it would have. */
export function percentEncode(text: string): string {
  let encoded = '';
  for (const character of text) {
    const isLone = /^[\ud800-\udfff]$/.test(character);
    encoded += isLone ? loneBytes(character.charCodeAt(0)) : encodeURIComponent(character);
  }
  return encoded;
}

/** What no proper encoder writes: three bytes for half of a pair (CESU-8). */
function loneBytes(code: number): string {
  const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  return bytes.map((byte) => `%${byte.toString(16)}`).join('');
}
