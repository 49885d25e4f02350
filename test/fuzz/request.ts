/** A request byte by byte, with placeholders. */
export interface FuzzRequest {
  /** The intended operation: `POST /tasks/{task_id}/cancel`. */
  readonly operation: string;
  readonly method: string;
  /** Target of the request line with its query, possibly wrongly encoded. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer;
}

/** Percent-encodes any text; a lone surrogate as the bytes it would have. */
export function percentEncode(text: string): string {
  let encoded = '';
  for (const character of text) {
    const isLone = /^[\ud800-\udfff]$/.test(character);
    encoded += isLone ? loneBytes(character.charCodeAt(0)) : encodeURIComponent(character);
  }
  return encoded;
}

/** Encodes half of a surrogate pair as three bytes (CESU-8), which no correct encoder does. */
function loneBytes(code: number): string {
  const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  return bytes.map((byte) => `%${byte.toString(16)}`).join('');
}
