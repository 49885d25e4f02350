/** RFC 2047 allows 75 characters per word: `=?UTF-8?B?` and `?=` take 12, and base64 expands three bytes to four. */
const MAX_BYTES = 45;

/**
 * Encodes a header text as a whole if any part looks encoded (`=?utf-8?Q?fake?=`): mail programs would decode it,
 * though it is meant literally. Nodemailer encodes non-ASCII characters in other texts.
 */
export function headerValue(text: string): string {
  return text.includes('=?') ? encodedWords(text) : text;
}

/** Converts a text to encoded words of RFC 2047 without splitting a character. */
function encodedWords(text: string): string {
  const words = [''];
  for (const character of text) {
    const word = (words.at(-1) ?? '') + character;
    if (Buffer.byteLength(word) > MAX_BYTES) words.push(character);
    else words[words.length - 1] = word;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}
