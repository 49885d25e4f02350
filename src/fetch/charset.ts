/** How far a document is looked through for what it says of itself: as browsers do. */
const PROLOGUE_BYTES = 1_024;

const byteOrderMarks = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
] as const;

/**
 * The name of the charset of a text, as the Encoding Standard has it: what its byte order mark says, else its
 * Content-Type, else, in XML and HTML, the document itself; UTF-8 where nobody says anything that is known.
 */
export function charsetOf(body: Buffer, contentType: string): string {
  const mark = byteOrderMarks.find(([, bytes]) => body.subarray(0, bytes.length).equals(bytes));
  return mark?.[0] ?? known(parameterOf(contentType)) ?? known(declaredIn(body, contentType)) ?? 'utf-8';
}

function parameterOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*["']?([^"';,\s]+)/i.exec(contentType)?.[1];
}

function declaredIn(body: Buffer, contentType: string): string | undefined {
  const prologue = body.subarray(0, PROLOGUE_BYTES).toString('latin1');
  const declared = (pattern: RegExp): string | undefined => pattern.exec(prologue)?.[1];
  const inXml = () => declared(/^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i);
  const inHtml = () => declared(/<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i);
  if (/^\s*[\w.+-]+\/(.+\+)?xml\b/i.test(contentType)) return ascii(inXml());
  return /^\s*text\/html\b/i.test(contentType) ? ascii(inHtml()) : undefined;
}

/** Who could be read so far is not UTF-16, whatever it says: the Encoding Standard takes it for UTF-8. */
function ascii(charset: string | undefined): string | undefined {
  return charset !== undefined && /^utf-?16/i.test(charset) ? 'utf-8' : charset;
}

function known(charset: string | undefined): string | undefined {
  if (charset === undefined) return undefined;
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return undefined;
  }
}
