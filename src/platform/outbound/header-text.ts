import { decodeText } from './body/decode-text.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Decodes a header value. node:http reads every byte as one character, but servers write UTF-8, or Latin-1 as HTTP once
 * required (RFC 9110, section 5.5). Values that are sent back to a server, such as an ETag, stay as node:http returns
 * them, byte for byte.
 */
export function headerText(value: string): string {
  return asUtf8(value) ?? decodeText(Buffer.from(value, 'latin1'), 'windows-1252');
}

/**
 * Converts a Location for the URL parser: UTF-8 becomes text, so that a host in it can be resolved; other bytes are
 * percent-encoded, as browsers and curl send them back.
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
