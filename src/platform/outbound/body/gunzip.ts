import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { ByteQueue } from './byte-queue.js';

/** Files of many small blocks have hundreds of members. Each costs a decoder, even if it is tiny. */
const MAX_MEMBERS = 5_000;
const TRAILER_BYTES = 8;

/**
 * Decompresses a gzip file (RFC 1952) member by member, and verifies the checksum and length of each. Data after the
 * last member is ignored, as browsers and the gzip program do: servers append line ends, padding and comments. Node's
 * own decoder ignores only zeros, and its error does not say whether the content was complete.
 *
 * @throws an Error with the code Z_BUF_ERROR if the file is truncated, Z_DATA_ERROR if it is invalid
 */
export async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new ByteQueue(source[Symbol.asyncIterator]());
  try {
    if ((await input.peek(1)).length === 0) return; // nothing was compressed
    for (let members = 0; members === 0 || (await startsMember(input)); members += 1) {
      if (members === MAX_MEMBERS) throw zlibError('Z_DATA_ERROR', 'too many members');
      await skipHeader(input);
      yield* member(input);
    }
  } finally {
    input.close();
  }
}

/** Every member begins with these two bytes. */
async function startsMember(input: ByteQueue): Promise<boolean> {
  const start = await input.peek(2);
  return start[0] === 0x1f && start[1] === 0x8b;
}

async function skipHeader(input: ByteQueue): Promise<void> {
  if (!(await startsMember(input))) throw zlibError('Z_DATA_ERROR', 'not gzip');
  const header = await take(input, 10);
  const flags = header[3] ?? 0;
  if (header[2] !== 8) throw zlibError('Z_DATA_ERROR', 'unknown compression method');
  if (flags & 0xe0) throw zlibError('Z_DATA_ERROR', 'unknown header flags');
  if (flags & 4) await take(input, (await take(input, 2)).readUInt16LE());
  if (flags & 8) await skipText(input);
  if (flags & 16) await skipText(input);
  if (flags & 2) await take(input, 2);
}

/** Skips a file name or a comment, which ends with a zero byte. */
async function skipText(input: ByteQueue): Promise<void> {
  while ((await take(input, 1))[0] !== 0);
}

async function* member(input: ByteQueue): AsyncGenerator<Uint8Array> {
  const decoder = createInflateRaw();
  let [checksum, length] = [0, 0];
  // Errors reach the reader of the last stream; `pipeline` requires the callback.
  for await (const chunk of pipeline(input.readAhead(decoder), decoder, () => undefined)) {
    const bytes = chunk as Uint8Array; // a decoder yields bytes
    checksum = crc32(bytes, checksum);
    length += bytes.length;
    yield bytes;
  }
  input.skipTo(decoder);
  const trailer = await take(input, TRAILER_BYTES);
  if (trailer.readUInt32LE() !== checksum) throw zlibError('Z_DATA_ERROR', 'wrong checksum');
  if (trailer.readUInt32LE(4) !== length % 2 ** 32) throw zlibError('Z_DATA_ERROR', 'wrong length');
}

async function take(input: ByteQueue, count: number): Promise<Buffer> {
  const bytes = await input.take(count);
  if (bytes.length < count) throw zlibError('Z_BUF_ERROR', 'unexpected end of file');
  return bytes;
}

function zlibError(code: 'Z_BUF_ERROR' | 'Z_DATA_ERROR', message: string): Error {
  return Object.assign(new Error(message), { code });
}
