import { decodeText } from './body/decode-text.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A header's value as its server meant it. node:http reads every byte as one character; servers write UTF-8, or
 * Latin-1 as HTTP had it once (RFC 9110, section 5.5). What is sent back to a server, such as an ETag, stays as
 * node:http gave it: that is byte for byte what came.
 */
export function headerText(value: string): string {
  return asUtf8(value) ?? decodeText(Buffer.from(value, 'latin1'), 'windows-1252');
}

/**
 * A Location as a URL parser takes it, by the bytes that the server wrote: UTF-8 as text, so that a host in it can be
 * looked up, and any other byte percent-encoded, as browsers and curl send it back.
 */
export function locationText(value: string): string {
  return (
    asUtf8(value) ??
    value.replaceAll(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
  );
}

function asUtf8(value: string): string | undefined {
  try {
    return utf8.decode(Buffer.from(value, 'latin1'));
  } catch {
    return undefined;
  }
}
