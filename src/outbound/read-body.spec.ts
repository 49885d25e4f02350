import { Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { ResponseTooLargeError, UnsupportedEncodingError } from './outbound.errors.js';
import { limitedBody } from './read-body.js';

const LIMIT = 65_536;
const text = 'hello '.repeat(1_000);
const zeros = Buffer.alloc(50 * LIMIT);
const noise = Buffer.from(Array.from({ length: LIMIT }, (_, index) => (index * index * 31) >> 3));

describe('limitedBody', () => {
  it.each([
    ['', Buffer.from(text)],
    ['identity', Buffer.from(text)],
    ['gzip', gzipSync(text)],
    ['GZIP ', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
  ])('reads a body of encoding %j', async (encoding, bytes) => {
    await expect(readBody(inPieces(bytes, 7), encoding, LIMIT)).resolves.toEqual(Buffer.from(text));
  });

  it.each(['', 'gzip', 'br', 'deflate'])('takes an empty body of encoding %j for empty', async (encoding) => {
    await expect(readBody(Readable.from([]), encoding, LIMIT)).resolves.toHaveLength(0);
  });

  it.each([
    ['', zeros],
    ['gzip', gzipSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['deflate', deflateRawSync(zeros)],
  ])('destroys the source of a body of encoding %j that is too large', async (encoding, bytes) => {
    const source = inPieces(bytes, 100);
    const tooLarge = { name: 'ResponseTooLargeError', part: 'body', limitBytes: LIMIT, permanent: true };
    await expect(readBody(source, encoding, LIMIT)).rejects.toMatchObject(tooLarge);
    expect(source.destroyed).toBe(true);
  });

  it.each([
    ['', noise],
    ['gzip', gzipSync(noise, { level: 0 })],
    ['br', brotliCompressSync(noise)],
  ])('takes exactly the limit of encoding %j, and not one byte more', async (encoding, bytes) => {
    await expect(readBody(inPieces(bytes, 1_000), encoding, LIMIT)).resolves.toEqual(noise);
    await expect(readBody(inPieces(bytes, 1_000), encoding, LIMIT - 1)).rejects.toThrow(
      ResponseTooLargeError,
    );
  });

  it('ends a compressed body that is endless and gives nothing', async () => {
    await expect(readBody(Readable.from(emptyMembers()), 'gzip', LIMIT)).rejects.toThrow(
      ResponseTooLargeError,
    );
  });

  it('takes a body in pieces of one byte', async () => {
    await expect(readBody(inPieces(noise, 1), '', LIMIT)).resolves.toEqual(noise);
  });

  it.each(['gzip, gzip', 'zstd', 'constructor'])('refuses the encoding %j', async (encoding) => {
    const refusal = readBody(Readable.from([gzipSync(text)]), encoding, LIMIT);
    await expect(refusal).rejects.toThrow(UnsupportedEncodingError);
    await expect(refusal).rejects.toMatchObject({ encoding, permanent: true });
  });

  it.each([
    ['gzip', gzipSync(text).subarray(0, -9), 'Z_BUF_ERROR'],
    ['gzip', Buffer.from(text), 'Z_DATA_ERROR'],
  ])('rejects a body that is not whole or not %s', async (encoding, bytes, code) => {
    await expect(readBody(Readable.from([bytes]), encoding, LIMIT)).rejects.toMatchObject({ code });
  });

  it('rejects with the error of the source', async () => {
    const source = new Readable({ read: () => undefined });
    source.push(gzipSync(text).subarray(0, 20));
    const reading = readBody(source, 'gzip', LIMIT);
    source.destroy(new Error('broken'));
    await expect(reading).rejects.toThrow('broken');
  });
});

async function readBody(...parameters: Parameters<typeof limitedBody>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of limitedBody(...parameters)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function inPieces(bytes: Buffer, size: number): Readable {
  const count = Math.ceil(bytes.length / size);
  return Readable.from(
    Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size)),
  );
}

function* emptyMembers(): Generator<Buffer> {
  const members = Buffer.concat(Array.from({ length: 100 }, () => gzipSync('')));
  for (;;) yield members;
}
