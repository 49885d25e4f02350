import { constants, copyFile, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { errorCode } from '../errors/error-code.js';
import {
  type BlobName,
  BlobStore,
  type ByteRange,
  type CompleteFile,
  folderOf,
  pathOf,
} from './blob-store.js';

/** Stores blobs as files, one folder per task. All processes must share the folder: one machine or a network disk. */
export class FolderBlobStore extends BlobStore {
  constructor(private readonly folder: string) {
    super();
  }

  /** Renames the file, which is atomic because both paths are on the same disk. */
  async put(name: BlobName, { path }: CompleteFile): Promise<void> {
    await this.makeFolder(name);
    await rename(path, this.at(name));
  }

  async open(name: BlobName, range?: ByteRange): Promise<Readable | undefined> {
    const file = await unlessMissing(open(this.at(name), 'r'));
    return file?.createReadStream(range && { start: range.first, end: range.last });
  }

  /** Hard-links the file where the disk supports it: each task removes only its own link. */
  async copy(from: BlobName, to: BlobName): Promise<boolean> {
    await this.makeFolder(to);
    const [source, target] = [this.at(from), this.at(to)];
    try {
      await link(source, target);
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return true;
      if (errorCode(error) === 'ENOENT') return false;
      return copyWhole(source, target);
    }
  }

  async removeAll(taskId: string, except?: string): Promise<void> {
    const folder = join(this.folder, folderOf(taskId));
    if (except === undefined) return rm(folder, { recursive: true, force: true });
    const names = (await unlessMissing(readdir(folder))) ?? [];
    const others = names.filter((name) => name !== except);
    await Promise.all(others.map((name) => rm(join(folder, name), { force: true })));
  }

  private async makeFolder({ taskId }: BlobName): Promise<void> {
    await mkdir(join(this.folder, folderOf(taskId)), { recursive: true, mode: 0o700 });
  }

  private at(name: BlobName): string {
    return join(this.folder, pathOf(name));
  }
}

/** Fallback for disks without hard links. Copies to a temporary name first, so that no reader sees a partial file. */
async function copyWhole(source: string, target: string): Promise<boolean> {
  const half = `${target}.${process.pid}.half`;
  const copied = await unlessMissing(copyFile(source, half, constants.COPYFILE_FICLONE).then(() => true));
  if (copied) await rename(half, target);
  return copied ?? false;
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
