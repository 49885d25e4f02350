import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Blobs } from './blobs.js';
import { BodyBuffer } from '../../../platform/outbound/body/body-buffer.js';
import { decodeBody } from '../decode-body.js';
import type { FetchedDto } from '../fetch.dto.js';

/** A larger body goes to the blob store. */
export const INLINE_BYTES = 262_144;
/** What is smaller, but as JSON larger than this, goes there too: text of control characters grows sixfold. */
const INLINE_JSON_BYTES = 2 * INLINE_BYTES;

/** The part of a result that says what the body is. */
export type BodyFields = Pick<FetchedDto, 'data' | 'body_url' | 'encoding' | 'charset' | 'bytes' | 'sha256'>;

/** Where `GET /fetch/{task_id}/body` gives the body. */
export function bodyUrlOf(taskId: string): string {
  return `/fetch/${taskId}/body`;
}

/** Takes bodies of any length: small ones into the result, large ones into the blob store while they arrive. */
@Injectable()
export class BodyKeeper {
  constructor(private readonly blobs: Blobs) {}

  /** @param contentType as it came, or null */
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

  /** Gives a task the body of another one's result. Undefined: that one has it no longer. */
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
  /** There is nothing more. */
  readonly isWhole: boolean;
}

/** As much as a result may have, and the chunk that goes beyond it. */
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
