import { Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { ResponseTooLargeError, UnsupportedEncodingError } from '../outbound.errors.js';
import { contentCodings, transferCodings } from './content-codings.js';
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

  it.each(['', 'gzip', 'br', 'deflate'])(
    'treats an empty body with encoding %j as empty',
    async (encoding) => {
      await expect(readBody(Readable.from([]), encoding, LIMIT)).resolves.toHaveLength(0);
    },
  );

  it.each([
    ['', zeros],
    ['gzip', gzipSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['deflate', deflateRawSync(zeros)],
  ])('destroys the source of a body that is too large with encoding %j', async (encoding, bytes) => {
    const source = inPieces(bytes, 100);
    const tooLarge = { name: 'ResponseTooLargeError', part: 'body', limitBytes: LIMIT, permanent: true };
    await expect(readBody(source, encoding, LIMIT)).rejects.toMatchObject(tooLarge);
    expect(source.destroyed).toBe(true);
  });

  it.each([
    ['', noise],
    ['gzip', gzipSync(noise, { level: 0 })],
    ['br', brotliCompressSync(noise)],
  ])('accepts exactly the limit with encoding %j, and not one byte more', async (encoding, bytes) => {
    await expect(readBody(inPieces(bytes, 1_000), encoding, LIMIT)).resolves.toEqual(noise);
    await expect(readBody(inPieces(bytes, 1_000), encoding, LIMIT - 1)).rejects.toThrow(
      ResponseTooLargeError,
    );
  });

  it('ends an endless compressed body without output', async () => {
    await expect(readBody(Readable.from(emptyMembers()), 'gzip', LIMIT)).rejects.toThrow(
      ResponseTooLargeError,
    );
  });

  it('reads a body in pieces of one byte', async () => {
    await expect(readBody(inPieces(noise, 1), '', LIMIT)).resolves.toEqual(noise);
  });

  it.each([
    ['utf-8'],
    ['UTF8'],
    ['iso-8859-1'],
    ['none'],
    ['None'],
    ['binary'],
    ['8bit'],
    ['identity, identity'],
    [' , '],
  ])('ignores the encoding %j, which is not a compression', async (encoding) => {
    await expect(readBody(inPieces(Buffer.from(text), 7), encoding, LIMIT)).resolves.toEqual(
      Buffer.from(text),
    );
  });

  it.each([
    ['gzip, gzip', gzipSync(gzipSync(text))],
    ['deflate, gzip', gzipSync(deflateSync(text))],
    ['br, X-Gzip', gzipSync(brotliCompressSync(text))],
    ['identity, gzip,, utf-8', gzipSync(text)],
  ])('decodes the encodings %j from last to first', async (encoding, bytes) => {
    await expect(readBody(inPieces(bytes, 7), encoding, LIMIT)).resolves.toEqual(Buffer.from(text));
  });

  it.each([
    ['chunked', '', Buffer.from(text)],
    ['gzip, chunked', '', gzipSync(text)],
    ['GZIP,Chunked', 'br', gzipSync(brotliCompressSync(text))],
    ['identity', '', Buffer.from(text)],
    ['deflate', '', deflateSync(text)],
  ])('undoes the transfer encodings %j before the encodings %j', async (transfer, encoding, bytes) => {
    await expect(readBody(inPieces(bytes, 7), encoding, LIMIT, transfer)).resolves.toEqual(Buffer.from(text));
  });

  it.each(['chunked, gzip', 'chunked, chunked', 'compress, chunked', 'no-such, chunked'])(
    'refuses the transfer encoding %j, and names the header',
    async (transfer) => {
      await expect(readBody(Readable.from([text]), '', LIMIT, transfer)).rejects.toMatchObject({
        name: 'UnsupportedEncodingError',
        message: expect.stringContaining('Transfer-Encoding'),
      });
    },
  );

  it('counts the output of each of several decoders', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(200 * LIMIT)));
    await expect(readBody(inPieces(bomb, 100), 'gzip, gzip', LIMIT)).rejects.toThrow(ResponseTooLargeError);
    const inner = gzipSync(gzipSync(noise, { level: 0 }), { level: 0 });
    const hollow = Buffer.concat([gzipSync('hello'), Buffer.alloc(20 * LIMIT)]);
    await expect(readBody(inPieces(gzipSync(hollow), 100), 'gzip, gzip', LIMIT)).resolves.toEqual(
      Buffer.from('hello'),
    );
    await expect(readBody(inPieces(inner, 1_000), 'gzip, gzip', LIMIT)).resolves.toEqual(noise);
  });

  const tails = [['\r\n'], ['\n'], ['\0\0\0'], ['<!-- served by cache 3 -->'], ['\x1f'], ['{}']];
  it.each(tails)('ignores %j after a compressed body', async (tail) => {
    for (const [encoding, bytes] of [
      ['gzip', gzipSync(text)],
      ['gzip', Buffer.concat([gzipSync(text.slice(0, 10)), gzipSync(text.slice(10))])],
      ['deflate', deflateSync(text)],
      ['br', brotliCompressSync(text)],
    ] as const) {
      const whole = Buffer.concat([bytes, Buffer.from(tail, 'latin1')]);
      for (const size of [1, 7, bytes.length, whole.length])
        await expect(readBody(inPieces(whole, size), encoding, LIMIT)).resolves.toEqual(Buffer.from(text));
    }
  });

  it.each(['zstd', 'compress', 'constructor', 'gzip, no-such', 'gzip, gzip, gzip, gzip, gzip, gzip'])(
    'refuses the encoding %j',
    async (encoding) => {
      const refusal = readBody(Readable.from([gzipSync(text)]), encoding, LIMIT);
      await expect(refusal).rejects.toThrow(UnsupportedEncodingError);
      await expect(refusal).rejects.toMatchObject({ encoding, permanent: true });
    },
  );

  it.each([
    ['gzip', gzipSync(text).subarray(0, -9), 'Z_BUF_ERROR'],
    ['gzip', gzipSync(text).subarray(0, 5), 'Z_BUF_ERROR'],
    ['gzip', gzipSync(text).subarray(0, 30), 'Z_BUF_ERROR'],
    ['gzip', gzipSync(text).subarray(0, -1), 'Z_BUF_ERROR'],
    ['gzip', Buffer.from(text), 'Z_DATA_ERROR'],
    ['gzip', withLastByte(gzipSync(text), 9), 'Z_DATA_ERROR'],
    ['gzip', withLastByte(gzipSync(text), 9, 6), 'Z_DATA_ERROR'],
    ['gzip', Buffer.concat([gzipSync(text), gzipSync(text).subarray(0, 12)]), 'Z_BUF_ERROR'],
    ['gzip', Buffer.concat([gzipSync(text), Buffer.from([0x1f, 0x8b, 9])]), 'Z_BUF_ERROR'],
  ])('rejects a body that is incomplete or not %s', async (encoding, bytes, code) => {
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

async function readBody(
  source: Readable,
  encoding: string,
  limitBytes: number,
  transfer = '',
): Promise<Buffer> {
  const codings = { content: contentCodings(encoding), transfer: transferCodings(transfer) };
  const chunks: Uint8Array[] = [];
  for await (const chunk of limitedBody(source, codings, limitBytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function inPieces(bytes: Buffer, size: number): Readable {
  const count = Math.ceil(bytes.length / size);
  return Readable.from(
    Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size)),
  );
}

/** With another byte near its end. */
function withLastByte(bytes: Buffer, value: number, fromEnd = 1): Buffer {
  const changed = Buffer.from(bytes);
  changed[bytes.length - fromEnd] = value;
  return changed;
}

function* emptyMembers(): Generator<Buffer> {
  const members = Buffer.concat(Array.from({ length: 100 }, () => gzipSync('')));
  for (;;) yield members;
}
