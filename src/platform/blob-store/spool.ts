import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompleteFile } from './blob-store.js';

/** An older file was left by a process that died: FETCH_TIMEOUT_MS is an hour at most. */
const ABANDONED_AFTER_MS = 2 * 3_600_000;

/** Receives streams of any length into files before they become blobs, so that memory use stays constant. */
export class Spool {
  constructor(private readonly folder: string) {}

  /**
   * Receives a stream into a file, calls `use` with it, and always removes the file if it is still there.
   *
   * @throws the error of the source or of `use`
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

  /** Removes files left by processes that died. */
  async sweep(): Promise<void> {
    const now = Date.now();
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

/** Writes each chunk before requesting the next, which gives a fast sender backpressure. */
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

/** A write may accept fewer bytes than it was given. */
async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let offset = 0; offset < chunk.length;) {
    offset += (await file.write(chunk, offset)).bytesWritten;
  }
}
