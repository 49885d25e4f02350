import type { Readable } from 'node:stream';

/** Which blob: a body that a task has fetched. Both parts are ours, so that no name comes from outside. */
export interface BlobName {
  readonly taskId: string;
  /** Of the content, in hex: two attempts of one task never write different bytes under one name. */
  readonly sha256: string;
}

/** A file of ours that is complete, and whose content is to become a blob. */
export interface CompleteFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A part of a blob, both ends included, as HTTP counts them. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** The blob store did not take a blob. Where it is, and what it said, stands in the log of the worker. */
export class BlobStoreError extends Error {
  override readonly name = 'BlobStoreError';

  constructor() {
    super('The blob store did not take the content: try again later, or ask the operator');
  }
}

/** All blobs together would exceed BLOBS_MAX_BYTES. */
export class BlobsFullError extends Error {
  override readonly name = 'BlobsFullError';

  constructor(readonly limitBytes: number) {
    super(
      `The body does not fit into the ${limitBytes} bytes of BLOBS_MAX_BYTES: ` +
        'delete finished tasks, fetch with a shorter retention_ms, or ask the operator for a higher limit',
    );
  }
}

/** Where large content is kept. The API and all workers see the same. Every write is whole or not there. */
export abstract class BlobStore {
  /** Keeps the content of the file. The file itself may be moved or copied: its owner removes what is left. */
  abstract put(name: BlobName, file: CompleteFile): Promise<void>;

  /** The content, or undefined where there is none. Whoever does not read it to its end destroys it. */
  abstract open(name: BlobName, range?: ByteRange): Promise<Readable | undefined>;

  /** Keeps the same content for another task, without passing it through this process. False: there is none. */
  abstract copy(from: BlobName, to: BlobName): Promise<boolean>;

  /** Removes all blobs of a task, but for the one with this content. None is no error. */
  abstract removeAll(taskId: string, except?: string): Promise<void>;
}

/**
 * What a name is in a file system or in a bucket.
 *
 * @throws TypeError for what is no name of ours: nothing else may become a part of a path
 */
export function pathOf({ taskId, sha256 }: BlobName): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError(`${JSON.stringify(sha256)} is no SHA-256 in hex`);
  return `${folderOf(taskId)}/${sha256}`;
}

/** @throws TypeError as `pathOf` */
export function folderOf(taskId: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(taskId))
    throw new TypeError(`${JSON.stringify(taskId)} is no task id in lower case`);
  return taskId;
}
