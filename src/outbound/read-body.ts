import { type Transform, pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { ResponseTooLargeError, UnsupportedEncodingError } from './outbound.errors.js';

export const ACCEPT_ENCODING = 'gzip, deflate, br';

/** `deflate` is zlib's format by RFC 9110, but many servers send it bare: the first byte tells (RFC 1950). */
const decoders = new Map<string, (firstByte: number) => Transform>([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['br', () => createBrotliDecompress()],
  ['deflate', (firstByte) => ((firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw())],
]);

/**
 * A body decompressed. What comes out is counted while it streams, and what goes into a decompressor too: one byte
 * more than the limit destroys the source, so that no bomb takes memory and none is endless.
 *
 * @param encoding the Content-Encoding as it came; empty where there is none
 * @param limitBytes of the body after decompression
 * @throws ResponseTooLargeError, UnsupportedEncodingError, or the error of the source or of zlib
 */
export async function* limitedBody(
  source: AsyncIterable<Uint8Array>,
  encoding: string,
  limitBytes: number,
): AsyncGenerator<Uint8Array> {
  let allowance = limitBytes;
  for await (const chunk of decoded(source, encoding, limitBytes)) {
    allowance -= chunk.length;
    if (allowance < 0) throw new ResponseTooLargeError('body', limitBytes);
    yield chunk;
  }
}

/** One encoding only: nobody needs two, and the bytes between them would be a bomb that nothing counts. */
function decoded(
  source: AsyncIterable<Uint8Array>,
  encoding: string,
  limitBytes: number,
): AsyncIterable<Uint8Array> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') return source;
  const createDecoder = decoders.get(name);
  if (!createDecoder) throw new UnsupportedEncodingError(encoding.slice(0, 100));
  return decompressed(compressed(source, limitBytes), createDecoder);
}

/** An empty body stays empty: there is nothing to decompress after HEAD, 204 or 304, whatever the header says. */
async function* decompressed(
  source: AsyncGenerator<Uint8Array>,
  createDecoder: (firstByte: number) => Transform,
): AsyncGenerator<Uint8Array> {
  const first = await source.next();
  if (first.done) return;
  const decoder = createDecoder(first.value[0] ?? 0);
  // Errors reach the reader of the last stream; the callback is what `pipeline` wants to have.
  yield* pipeline(startingWith(first.value, source), decoder, () => undefined);
}

/**
 * Passes on what is compressed, as far as it could be of a body within the limit: data that cannot be compressed
 * grow by less than 1 % and a header.
 */
async function* compressed(
  source: AsyncIterable<Uint8Array>,
  limitBytes: number,
): AsyncGenerator<Uint8Array> {
  let allowance = limitBytes * 1.01 + 1_024;
  for await (const chunk of source) {
    allowance -= chunk.length;
    if (allowance < 0) throw new ResponseTooLargeError('body', limitBytes);
    yield chunk;
  }
}

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}
