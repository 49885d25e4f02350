import { Readable } from 'node:stream';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { gunzip } from './gunzip.js';

const text = Buffer.from('Zeile für Zeile\n'.repeat(20_000));

describe('gunzip', () => {
  it.each([1_000, 16_384, 70_000])('reads many members in pieces of %d bytes', async (size) => {
    const parts = Array.from({ length: 50 }, (_, i) => text.subarray(i * 5_000, (i + 1) * 5_000));
    const members = Buffer.concat(parts.map((part) => gzipSync(part)));
    expect((await read(pieces(members, size))).equals(Buffer.concat(parts))).toBe(true);
  });

  it('reads a header with every possible field, in pieces of one byte', async () => {
    const extra = [5, 0, ...Buffer.from('extra')];
    const name = [...Buffer.from('name.txt\0')];
    const comment = [...Buffer.from('a comment\0')];
    const header = Buffer.from([0x1f, 0x8b, 8, 0x1f, 0, 0, 0, 0, 0, 3, ...extra, ...name, ...comment, 1, 2]);
    const member = Buffer.concat([header, deflateRawSync(text), trailerOf(text)]);
    expect((await read(pieces(member, 1))).equals(text)).toBe(true);
  });

  it('ends at trailing garbage without waiting for a slow server', async () => {
    const source = new Readable({ read: () => undefined });
    source.push(Buffer.concat([gzipSync(text), Buffer.from('\r\n')]));
    expect((await read(source)).equals(text)).toBe(true);
    source.destroy();
  });

  it('closes its source when the reader stops early', async () => {
    const source = pieces(gzipSync(text, { level: 0 }), 1_000);
    for await (const chunk of gunzip(source)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await new Promise((resolve) => source.once('close', resolve));
    expect(source.destroyed).toBe(true);
  });

  it('returns nothing for empty input', async () => {
    expect(await read(Readable.from([]))).toHaveLength(0);
  });

  it('refuses more members than any real file has', async () => {
    const members = Buffer.concat(Array.from({ length: 5_001 }, () => gzipSync('')));
    await expect(read(Readable.from([members]))).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
  });
});

async function read(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of gunzip(source)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function pieces(bytes: Buffer, size: number): Readable {
  const count = Math.ceil(bytes.length / size);
  return Readable.from(Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size)));
}

function trailerOf(content: Buffer): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content));
  trailer.writeUInt32LE(content.length, 4);
  return trailer;
}
