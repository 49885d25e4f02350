import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';

/** Codings that a file may have besides its plain one, the smallest first. */
const CODINGS = ['br', 'gzip'] as const;

type Coding = (typeof CODINGS)[number];

/** A file of the console in memory, with its compressed forms. */
export interface ServedFile {
  /** Its ending without the dot, for the media type. */
  readonly type: string;
  readonly plain: Buffer;
  readonly coded: Readonly<Partial<Record<Coding, Buffer>>>;
}

/** A file that is written at start, and so compressed at start. */
export function compressed(type: string, text: string): ServedFile {
  const plain = Buffer.from(text);
  return { type, plain, coded: { br: brotliCompressSync(plain), gzip: gzipSync(plain) } };
}

/** Sends a file in the smallest form that the client accepts. */
export function sendFile(file: ServedFile, request: Request, response: Response): void {
  const coding = CODINGS.find((one) => file.coded[one] && request.acceptsEncodings(one) === one);
  const body = (coding && file.coded[coding]) ?? file.plain;
  response.vary('Accept-Encoding');
  if (coding) response.setHeader('Content-Encoding', coding);
  response.type(file.type).setHeader('Content-Length', body.length);
  response.end(body);
}
