/** A media type with its parameters, in visible ASCII. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;[ -~]*)?$/;
const MAX_LENGTH = 200;

/** The content type of a foreign response if it is a valid media type, otherwise binary. */
export function safeTypeOf(contentType: string): string {
  const isSafe = contentType.length <= MAX_LENGTH && MEDIA_TYPE.test(contentType);
  return isSafe ? contentType : 'application/octet-stream';
}

/**
 * A file name from the last segment of a URL's path: letters, digits, `.`, `_`, `-`; `body` if nothing is left. It needs
 * no escaping in a header, and so no library for Content-Disposition.
 */
export function fileNameOf(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const name = path
    .slice(path.lastIndexOf('/') + 1)
    .replaceAll(/%[\da-f]{2}/gi, '_')
    .replaceAll(/[^\w.-]/g, '_')
    .replace(/^[._-]+/, '');
  return name.slice(-100) || 'body';
}
