import { type Transform, pipeline } from 'node:stream';
import { createBrotliDecompress, createInflate, createInflateRaw } from 'node:zlib';
import { gunzip } from './gunzip.js';
import { ResponseTooLargeError, UnsupportedEncodingError } from '../outbound.errors.js';

export const ACCEPT_ENCODING = 'gzip, deflate, br';

/** More than one is rare, and each takes time. */
const MAX_CODINGS = 5;

type Decoder = (source: AsyncGenerator<Uint8Array>) => AsyncIterable<Uint8Array>;

/** `deflate` is zlib's format by RFC 9110, but many servers send raw deflate. The first byte shows which (RFC 1950). */
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

/** The compressions of a body, each list in the order in which they were applied. */
export interface Codings {
  /** From Content-Encoding. */
  readonly content: readonly string[];
  /** From Transfer-Encoding, applied after those of the content. */
  readonly transfer: readonly string[];
}

/**
 * Decompresses a body, and counts the bytes out of it and into each decompressor as they stream. One byte over the
 * limit destroys the source, so that no decompression bomb takes memory or runs forever.
 *
 * @param limitBytes limit of the body after decompression
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

/** Bytes between two decoders are limited like those before the first: they could be a bomb themselves. */
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

/** An empty body stays empty: after HEAD, 204 or 304 there is nothing to decompress, whatever the header says. */
async function* decompressed(
  source: AsyncGenerator<Uint8Array>,
  createDecoder: (firstByte: number) => Transform,
): AsyncGenerator<Uint8Array> {
  const first = await source.next();
  if (first.done) return;
  const decoder = createDecoder(first.value[0] ?? 0);
  // Errors reach the reader of the last stream; `pipeline` requires the callback.
  yield* pipeline(startingWith(first.value, source), decoder, () => undefined);
}

/**
 * Limits compressed input to the most that a body within the limit could need: incompressible data grow by less than 1
 * % and a header.
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
