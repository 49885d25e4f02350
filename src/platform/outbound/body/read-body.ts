import { type Transform, pipeline } from 'node:stream';
import { createBrotliDecompress, createInflate, createInflateRaw } from 'node:zlib';
import { gunzip } from './gunzip.js';
import { ResponseTooLargeError, UnsupportedEncodingError } from '../outbound.errors.js';

export const ACCEPT_ENCODING = 'gzip, deflate, br';

/** Several are rare, and each takes time. */
const MAX_CODINGS = 5;

type Decoder = (source: AsyncGenerator<Uint8Array>) => AsyncIterable<Uint8Array>;

/** `deflate` is zlib's format by RFC 9110, but many servers send it bare: the first byte tells (RFC 1950). */
const decoders = new Map<string, Decoder>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['br', (source) => decompressed(source, () => createBrotliDecompress())],
  [
    'deflate',
    (source) =>
      decompressed(source, (first) => ((first & 0x0f) === 8 ? createInflate() : createInflateRaw())),
  ],
]);

/** How a body is compressed: each list in the order in which the codings were applied. */
export interface Codings {
  /** Of the content. */
  readonly content: readonly string[];
  /** Of the transfer, applied after those of the content. */
  readonly transfer: readonly string[];
}

/**
 * A body decompressed. What comes out is counted while it streams, and what goes into each decompressor too: one byte
 * more than the limit destroys the source, so that no bomb takes memory and none is endless.
 *
 * @param limitBytes of the body after decompression
 * @throws ResponseTooLargeError, UnsupportedEncodingError, or the error of the source or of zlib
 */
export async function* limitedBody(
  source: AsyncIterable<Uint8Array>,
  codings: Codings,
  limitBytes: number,
): AsyncGenerator<Uint8Array> {
  let allowance = limitBytes;
  for await (const chunk of decoded(source, codings, limitBytes)) {
    allowance -= chunk.length;
    if (allowance < 0) throw new ResponseTooLargeError('body', limitBytes);
    yield chunk;
  }
}

/** The bytes between two decoders are counted as those before the first: they could be a bomb of their own. */
function decoded(
  source: AsyncIterable<Uint8Array>,
  { content, transfer }: Codings,
  limitBytes: number,
): AsyncIterable<Uint8Array> {
  const [inner, outer] = [decodersOf('Content-Encoding', content), decodersOf('Transfer-Encoding', transfer)];
  return [...inner, ...outer].reduceRight((body, decode) => decode(compressed(body, limitBytes)), source);
}

function decodersOf(header: string, codings: readonly string[]): Decoder[] {
  const found = codings.flatMap((coding) => decoders.get(coding) ?? []);
  if (found.length < codings.length || found.length > MAX_CODINGS)
    throw new UnsupportedEncodingError(header, codings.join(', ').slice(0, 100));
  return found;
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
