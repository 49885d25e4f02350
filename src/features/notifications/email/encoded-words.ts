/** RFC 2047 allows 75 characters a word: the rest of it is `=?UTF-8?B?` and `?=`, and base64 makes four bytes of three. */
const MAX_BYTES = 45;

/**
 * A text for a header, encoded as a whole where a part of it looks encoded (`=?utf-8?Q?fake?=`): mail programs would
 * decode it, though it was meant as it is. Every other text is left to nodemailer, which encodes what is not ASCII.
 */
export function headerValue(text: string): string {
  return text.includes('=?') ? encodedWords(text) : text;
}

/** A text in encoded words of RFC 2047. No character is cut in two. */
function encodedWords(text: string): string {
  const words = [''];
  for (const character of text) {
    const word = (words.at(-1) ?? '') + character;
    if (Buffer.byteLength(word) > MAX_BYTES) words.push(character);
    else words[words.length - 1] = word;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}
