import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Blobs } from './blobs.js';
import { BodyBuffer } from '../../../platform/outbound/body/body-buffer.js';
import { decodeBody } from '../decode-body.js';
import type { FetchedDto } from '../fetch.dto.js';

/** Larger bodies are stored as blobs. */
export const INLINE_BYTES = 262_144;
/** A smaller body whose JSON exceeds this is stored as a blob too: text of control characters grows sixfold. */
const INLINE_JSON_BYTES = 2 * INLINE_BYTES;

/** The fields of a result that describe the body. */
export type BodyFields = Pick<FetchedDto, 'data' | 'body_url' | 'encoding' | 'charset' | 'bytes' | 'sha256'>;

/** The path of the body: `GET /fetch/{task_id}/body`. */
export function bodyUrlOf(taskId: string): string {
  return `/fetch/${taskId}/body`;
}

/** Stores bodies of any length: small ones in the result, large ones in the blob store while they arrive. */
@Injectable()
export class BodyKeeper {
  constructor(private readonly blobs: Blobs) {}

  /** @param contentType as received, or null */
  async keep(
    taskId: string,
    body: AsyncIterable<Uint8Array>,
    contentType: string | null,
  ): Promise<BodyFields> {
    const source = body[Symbol.asyncIterator]();
    const { content, isWhole } = await readStart(source);
    if (!isWhole) return this.keepBlob(taskId, joined(content, source));
    const fields = inlineFields(content, contentType);
    const isSmall = Buffer.byteLength(JSON.stringify(fields.data)) <= INLINE_JSON_BYTES;
    return isSmall ? fields : this.keepBlob(taskId, joined(content, source));
  }

  /** Copies the body of another task's result. Undefined if that task no longer has it. */
  async copy(from: BodyFields, fromId: string, taskId: string): Promise<BodyFields | undefined> {
    const { data, encoding, charset, bytes, sha256, body_url: url } = from;
    if (url === undefined) return { data, encoding, charset, bytes, sha256 };
    const isThere = await this.blobs.copy({ taskId: fromId, sha256: sha256 ?? '' }, taskId, bytes);
    return isThere ? { body_url: bodyUrlOf(taskId), encoding, charset, bytes, sha256 } : undefined;
  }

  private async keepBlob(taskId: string, body: AsyncIterable<Uint8Array>): Promise<BodyFields> {
    const kept = await this.blobs.keep(taskId, body);
    return { body_url: bodyUrlOf(taskId), encoding: null, charset: null, ...kept };
  }
}

function inlineFields(content: Buffer, contentType: string | null): BodyFields {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { ...decodeBody(content, contentType), bytes: content.length, sha256 };
}

interface Start {
  readonly content: Buffer;
  /** True if the source has ended. */
  readonly isWhole: boolean;
}

/** Reads up to the inline limit, plus the chunk that exceeds it. */
async function readStart(source: AsyncIterator<Uint8Array>): Promise<Start> {
  const buffer = new BodyBuffer(Number.MAX_SAFE_INTEGER); // the stream itself is limited
  while (buffer.content().length <= INLINE_BYTES) {
    const next = await source.next();
    if (next.done) return { content: buffer.content(), isWhole: true };
    buffer.append(next.value);
  }
  return { content: buffer.content(), isWhole: false };
}

async function* joined(start: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield start;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
