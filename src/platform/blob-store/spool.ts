import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompleteFile } from './blob-store.js';

/** No stream is received for longer (FETCH_TIMEOUT_MS is an hour at most): an older file has lost its process. */
const ABANDONED_AFTER_MS = 2 * 3_600_000;

/** Where streams of any length are received before they are blobs: in files, so that memory stays as it is. */
export class Spool {
  constructor(private readonly folder: string) {}

  /**
   * Receives a stream, has the complete file used, and removes what is left of it, however that ends.
   *
   * @throws the error of the source, or of `use`
   */
  async receive<T>(source: AsyncIterable<Uint8Array>, use: (file: CompleteFile) => Promise<T>): Promise<T> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, randomUUID());
    try {
      return await use(await write(path, source));
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Removes what processes left that died. */
  async sweep(now = Date.now()): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const path of names.map((name) => join(this.folder, name))) {
      const modified = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => now,
      );
      if (now - modified > ABANDONED_AFTER_MS) await rm(path, { force: true });
    }
  }
}

async function write(path: string, source: AsyncIterable<Uint8Array>): Promise<CompleteFile> {
  const file = await open(path, 'wx', 0o600);
  try {
    return { path, ...(await pour(source, file)) };
  } finally {
    await file.close();
  }
}

/** Each chunk is written before the next is asked for: that is what holds a fast sender back. */
async function pour(source: AsyncIterable<Uint8Array>, file: FileHandle) {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of source) {
    hash.update(chunk);
    bytes += chunk.length;
    await writeAll(file, chunk);
  }
  await file.datasync();
  return { bytes, sha256: hash.digest('hex') };
}

/** A disk may take less than it is given at once. */
async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let offset = 0; offset < chunk.length;) {
    offset += (await file.write(chunk, offset)).bytesWritten;
  }
}
