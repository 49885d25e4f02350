import type { Readable } from 'node:stream';
import { NamedError } from '../errors/named-error.js';

/** Identifies a blob: a body fetched by a task. Both parts are generated here, never taken from a client. */
export interface BlobName {
  readonly taskId: string;
  /** Hash of the content, in hex. Two attempts of one task therefore never write different bytes under one name. */
  readonly sha256: string;
}

/** A complete local file whose content becomes a blob. */
export interface CompleteFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A byte range of a blob. Both ends are inclusive, as in HTTP. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** The blob store rejected a blob. The worker's log has the store's address and answer. */
export class BlobStoreError extends NamedError {
  constructor() {
    super('The blob store did not accept the content. Try again later, or contact the operator');
  }
}

/** All blobs together would exceed BLOBS_MAX_BYTES. */
export class BlobsFullError extends NamedError {
  constructor(readonly limitBytes: number) {
    super(
      `The body exceeds the free part of the ${limitBytes} bytes of BLOBS_MAX_BYTES: delete finished tasks, fetch ` +
        'with a shorter retention_ms, or ask the operator for a higher limit',
    );
  }
}

/** Stores large content, shared by the API and all workers. Writes are atomic. */
export abstract class BlobStore {
  /**
   * Stores the content of the file. The store may move or copy the file; the caller removes it if it is still there.
   */
  abstract put(name: BlobName, file: CompleteFile): Promise<void>;

  /**
   * Opens the content, or returns undefined if the blob does not exist. A caller that does not read to the end must
   * destroy the stream.
   */
  abstract open(name: BlobName, range?: ByteRange): Promise<Readable | undefined>;

  /**
   * Stores the same content for another task without passing it through this process. Returns false if the source does
   * not exist.
   */
  abstract copy(from: BlobName, to: BlobName): Promise<boolean>;

  /** Removes all blobs of a task except the one with this hash. A task without blobs is not an error. */
  abstract removeAll(taskId: string, except?: string): Promise<void>;
}

/**
 * The blob's path in a file system or a bucket.
 *
 * @throws TypeError for any other task id or hash: nothing else may become part of a path
 */
export function pathOf({ taskId, sha256 }: BlobName): string {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new TypeError(`${JSON.stringify(sha256)} is not a SHA-256 in hex`);
  return `${folderOf(taskId)}/${sha256}`;
}

/** @throws TypeError like `pathOf` */
export function folderOf(taskId: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(taskId))
    throw new TypeError(`${JSON.stringify(taskId)} is not a task ID in lower case`);
  return taskId;
}
