import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { TaskStore, undefinedIfNotFound } from '../../../core/index.js';
import { BlobStore, type ByteRange } from '../../../platform/blob-store/blob-store.js';
import { type FetchedResult, fetchedResultOf } from './fetched-result.js';

/** A body fetched by a task. */
export interface FetchedBody {
  /** Type of the stream returned here: as received, but text stored in a result is UTF-8. */
  readonly contentType: string;
  readonly size: number;
  /** SHA-256 of the content, in hex. */
  readonly sha256: string;
  /** The URL after redirects. */
  readonly finalUrl: string;
  /**
   * Opens the content or a part of it. Undefined if it was removed just now. Destroy the stream unless you read it to
   * its end.
   */
  open(range?: ByteRange): Promise<Readable | undefined>;
}

/** Reads the bodies fetched by `fetch.store` tasks, from the result or the blob store. */
@Injectable()
export class FetchedBodies {
  constructor(
    private readonly tasks: TaskStore,
    private readonly store: BlobStore,
  ) {}

  /**
   * Opens a body as a stream. Undefined if the task does not exist, has not fetched anything (yet), or has expired.
   * Destroy the stream unless you read it to its end.
   */
  async open(taskId: string): Promise<{ stream: Readable; contentType: string; size: number } | undefined> {
    const body = await this.find(taskId).catch(undefinedIfNotFound);
    const stream = await body?.open();
    return body && stream && { stream, contentType: body.contentType, size: body.size };
  }

  /**
   * Describes a body without reading it; undefined if the task has none.
   *
   * @throws TaskNotFoundError, BrokerUnavailableError
   */
  async find(taskId: string): Promise<FetchedBody | undefined> {
    const task = await this.tasks.find(taskId);
    const result = fetchedResultOf(task);
    if (result === undefined) return undefined;
    if (result.blob) return this.inStore(task.id, result, result.blob);
    return result.encoding === null ? undefined : inResult(result);
  }

  private inStore(
    taskId: string,
    { contentType, finalUrl }: FetchedResult,
    { sha256, bytes }: NonNullable<FetchedResult['blob']>,
  ): FetchedBody {
    return {
      contentType: contentType ?? BINARY,
      size: bytes,
      sha256,
      finalUrl,
      open: (range) => this.store.open({ taskId, sha256 }, range),
    };
  }
}

const BINARY = 'application/octet-stream';

function inResult(result: FetchedResult): FetchedBody {
  const content = contentOf(result);
  return {
    contentType: typeOf(result),
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    finalUrl: result.finalUrl,
    open: (range) => Promise.resolve(Readable.from([part(content, range)])),
  };
}

/** Text and JSON are returned in UTF-8, whatever their original charset. */
function contentOf({ data, encoding }: FetchedResult): Buffer {
  if (encoding === 'json') return Buffer.from(JSON.stringify(data));
  return Buffer.from(String(data), encoding === 'base64' ? 'base64' : 'utf8');
}

function typeOf({ contentType, encoding }: FetchedResult): string {
  if (contentType === null) return BINARY;
  const [type = BINARY] = contentType.split(';');
  return encoding === 'text'
    ? `${type.trim()}; charset=utf-8`
    : encoding === 'json'
      ? type.trim()
      : contentType;
}

function part(content: Buffer, range: ByteRange | undefined): Buffer {
  return range ? content.subarray(range.first, range.last + 1) : content;
}
