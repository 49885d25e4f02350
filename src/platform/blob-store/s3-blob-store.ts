import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config.js';
import {
  type BlobName,
  BlobStore,
  type ByteRange,
  type CompleteFile,
  folderOf,
  pathOf,
} from './blob-store.js';

const CONNECT_LIMIT_MS = 5_000;
/** Socket timeout: the longest pause of the store. */
const SILENCE_LIMIT_MS = 30_000;

/**
 * Stores blobs as objects in a bucket: `<BLOB_S3_PREFIX><task id>/<sha256>`. Loaded only when a bucket is configured.
 */
export class S3BlobStore extends BlobStore implements OnApplicationShutdown {
  private readonly client: S3Client;

  constructor(private readonly config: Config) {
    super();
    this.client = new S3Client({
      region: config.blobS3Region,
      forcePathStyle: config.blobS3PathStyle,
      ...(config.blobS3Endpoint !== undefined && { endpoint: config.blobS3Endpoint }),
      ...credentialsOf(config),
      logger: SILENT,
      // Newer SDKs send checksums as trailers, which servers other than Amazon's may not support.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT_LIMIT_MS, socketTimeout: SILENCE_LIMIT_MS },
    });
  }

  /** Streams the file. The object appears only when its upload is complete. */
  async put(name: BlobName, { path, bytes }: CompleteFile): Promise<void> {
    const body = createReadStream(path);
    const target = { Bucket: this.bucket, Key: this.key(name) };
    try {
      await this.client.send(new PutObjectCommand({ ...target, Body: body, ContentLength: bytes }));
    } finally {
      body.destroy();
    }
  }

  async open(name: BlobName, range?: ByteRange): Promise<Readable | undefined> {
    const part = range && { Range: `bytes=${range.first}-${range.last}` };
    const target = { Bucket: this.bucket, Key: this.key(name), ...part };
    const found = await unlessMissing(this.client.send(new GetObjectCommand(target)));
    // In Node.js, the SDK returns the response stream itself, which is a Readable.
    return found?.Body instanceof Readable ? found.Body : undefined;
  }

  async copy(from: BlobName, to: BlobName): Promise<boolean> {
    const source = `${this.bucket}/${this.key(from)}`.split('/').map(encodeURIComponent).join('/');
    const target = { Bucket: this.bucket, Key: this.key(to), CopySource: source };
    return (await unlessMissing(this.client.send(new CopyObjectCommand(target)))) !== undefined;
  }

  /** Deletes objects one by one: a task has one blob, or a few after attempts that died. */
  async removeAll(taskId: string, except?: string): Promise<void> {
    const prefix = `${this.config.blobS3Prefix}${folderOf(taskId)}/`;
    const found = await this.client.send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix }));
    const keys = (found.Contents ?? []).map(({ Key = '' }) => Key);
    const others = keys.filter((key) => key !== `${prefix}${except ?? ''}`);
    await Promise.all(
      others.map((key) => this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }))),
    );
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private get bucket(): string {
    return this.config.blobS3Bucket ?? '';
  }

  private key(name: BlobName): string {
    return `${this.config.blobS3Prefix}${pathOf(name)}`;
  }
}

/** Silences the SDK's console output. Errors are thrown, and logged where they are handled. */
const nothing = (): void => undefined;
const SILENT = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Without keys, the SDK finds credentials itself, for example from the machine's role. */
function credentialsOf({ blobS3AccessKeyId: accessKeyId, blobS3SecretAccessKey: secretAccessKey }: Config) {
  if (accessKeyId === undefined && secretAccessKey === undefined) return {};
  if (accessKeyId !== undefined && secretAccessKey !== undefined)
    return { credentials: { accessKeyId, secretAccessKey } };
  throw new Error('Set both BLOB_S3_ACCESS_KEY_ID and BLOB_S3_SECRET_ACCESS_KEY, or neither');
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
    throw error;
  }
}
