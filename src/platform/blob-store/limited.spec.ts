import { describe, expect, it } from '@jest/globals';
import { BlobsFullError } from './blob-store.js';
import { limited } from './limited.js';

describe('a limited stream', () => {
  it('passes content that fits exactly', async () => {
    expect(await lengthOf([3, 3, 4], 10)).toBe(10);
  });

  it('stops reading at the limit and closes the source', async () => {
    const seen: string[] = [];
    async function* source() {
      try {
        for (const size of [6, 5, 1]) {
          seen.push(String(size));
          yield await Promise.resolve(new Uint8Array(size));
        }
      } finally {
        seen.push('closed');
      }
    }
    const read = async () => {
      for await (const chunk of limited(source(), { bytes: 10, limitBytes: 50 }))
        seen.push(`got ${chunk.length}`);
    };
    await expect(read()).rejects.toThrow(new BlobsFullError(50));
    expect(seen).toEqual(['6', 'got 6', '5', 'closed']);
  });

  it.each([0, -5])('passes nothing into a room of %i bytes', async (room) => {
    await expect(lengthOf([1], room)).rejects.toThrow(BlobsFullError);
  });

  it('is the stream itself without a limit', async () => {
    expect(await lengthOf([1_000, 1_000], undefined)).toBe(2_000);
  });
});

async function lengthOf(sizes: readonly number[], room: number | undefined): Promise<number> {
  async function* source() {
    for (const size of sizes) yield await Promise.resolve(new Uint8Array(size));
  }
  let length = 0;
  for await (const chunk of limited(source(), room === undefined ? room : { bytes: room, limitBytes: 50 }))
    length += chunk.length;
  return length;
}
