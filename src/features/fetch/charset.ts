import { metaCharset } from './meta-charset.js';

/** Bytes of a document searched for its own charset declaration: as many as browsers read first. */
const PROLOGUE_BYTES = 1_024;

const byteOrderMarks = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
] as const;

/**
 * The charset of a text, as named in the Encoding Standard: from its byte order mark, otherwise its Content-Type,
 * otherwise the XML or HTML document itself. UTF-8 if none of them names a known charset.
 */
export function charsetOf(body: Buffer, contentType: string): string {
  const mark = byteOrderMarks.find(([, bytes]) => body.subarray(0, bytes.length).equals(bytes));
  return mark?.[0] ?? known(parameterOf(contentType)) ?? declaredIn(body, contentType) ?? 'utf-8';
}

function parameterOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*["']?([^"';,\s]+)/i.exec(contentType)?.[1];
}

function declaredIn(body: Buffer, contentType: string): string | undefined {
  const prologue = body.subarray(0, PROLOGUE_BYTES).toString('latin1');
  const inXml = () => notUtf16(/^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(prologue)?.[1]);
  if (/^\s*[\w.+-]+\/(.+\+)?xml\b/i.test(contentType)) return inXml();
  return /^\s*text\/html\b/i.test(contentType) ? (metaCharset(prologue, notUtf16) ?? inXml()) : undefined;
}

/**
 * A document that could be read this far is not UTF-16, even if it declares so. The Encoding Standard reads it as
 * UTF-8.
 */
function notUtf16(label: string | undefined): string | undefined {
  const charset = known(label);
  return charset?.startsWith('utf-16') ? 'utf-8' : charset;
}

function known(charset: string | undefined): string | undefined {
  if (charset === undefined) return undefined;
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return undefined;
  }
}
