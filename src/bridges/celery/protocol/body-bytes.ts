import { brotliDecompressSync, inflateSync } from 'node:zlib';
import { own } from './own-field.js';
import { UnreadableMessageError } from './task-message.js';
import type { WireMessage } from './wire-message.js';

/** Limits of a message. */
export interface MessageLimits {
  /** Maximum size of a body, also after decompression. */
  readonly maxBytes: number;
}

type Inflate = (body: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

/** kombu names both zlib and gzip `application/x-gzip`, and writes a zlib stream for both. */
const DECOMPRESSORS = new Map<unknown, Inflate>([
  ...['application/x-gzip', 'gzip', 'zlib'].map((name) => [name, inflateSync] as const),
  ...['application/x-brotli', 'brotli'].map((name) => [name, brotliDecompressSync] as const),
]);
const ENCODINGS = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

/**
 * Returns the text of a JSON message, decompressed. No other content type is opened: pickle is code, and the rest has
 * readers of its own kind of fault.
 *
 * @throws UnreadableMessageError
 */
export function bodyText(message: WireMessage, { maxBytes }: MessageLimits): string {
  const { contentType, contentEncoding } = message.properties;
  if (contentType?.toLowerCase() !== 'application/json')
    throw disallowed(
      'encoding',
      `Content of type ${quoted(contentType)} is not read here, only application/json`,
    );
  if (contentEncoding !== undefined && !ENCODINGS.has(contentEncoding.toLowerCase()))
    throw disallowed(
      'encoding',
      `Content in the encoding ${quoted(contentEncoding)} is not read here, only utf-8`,
    );
  const bytes = decompressed(message, maxBytes);
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableMessageError('encoding', 'The body is not valid UTF-8', null, DECODE_ERROR);
  }
}

export const DECODE_ERROR = { type: 'DecodeError', module: 'kombu.exceptions' } as const;

function decompressed(message: WireMessage, maxOutputLength: number): Buffer {
  const compression = own(message.headers, 'compression');
  if (compression === undefined || compression === null || compression === '') return message.body;
  const decompress = DECOMPRESSORS.get(compression);
  if (decompress === undefined)
    throw disallowed(
      'compression',
      `Compression ${quoted(compression)} is not read here: use zlib, gzip or brotli`,
    );
  try {
    return decompress(message.body, { maxOutputLength });
  } catch (error) {
    if (own({ ...(error as object) }, 'code') === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxOutputLength);
    throw new UnreadableMessageError('compression', 'The compressed body is damaged', null, DECODE_ERROR);
  }
}

function tooLarge(maxBytes: number): UnreadableMessageError {
  const message = `The body is larger than ${maxBytes} bytes (CELERY_MAX_MESSAGE_BYTES)`;
  return new UnreadableMessageError('size', message, null, DECODE_ERROR);
}

function disallowed(reason: 'encoding' | 'compression', message: string): UnreadableMessageError {
  return new UnreadableMessageError(reason, message, null, {
    type: 'ContentDisallowed',
    module: 'kombu.exceptions',
  });
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : 'without a name';
}
