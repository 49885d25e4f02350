import type { FuzzRequest } from './request.js';
import type { Answer } from './send.js';

/** CPU time of the API for one request, whoever sends it. */
export const MAX_CPU_MS = 300;

/** An answer may be long, or longer than what was sent, but not both. */
const MAX_ANSWER_BYTES = 1_048_576;
const MAX_ANSWER_FACTOR = 10;

/** Bytes of a request as they go over the wire, but for what Node adds. */
export function bytesOf({ method, target, headers, body }: FuzzRequest): number {
  const lines = headers.map(([name, value]) => name.length + value.length + 4);
  return lines.reduce((sum, line) => sum + line, method.length + target.length + 12) + (body?.length ?? 0);
}

export function wrongInSize(request: FuzzRequest, answer: Answer): string[] {
  const sent = bytesOf(request);
  const answered = Buffer.byteLength(answer.body);
  if (answered <= Math.max(MAX_ANSWER_BYTES, sent * MAX_ANSWER_FACTOR)) return [];
  return [`${sent} bytes are answered with ${answered}`];
}

/** A task with its places in the indexes, its events, its line of the audit log: more than a short request. */
const KEPT_BYTES_PER_REQUEST = 16_384;
const KEPT_FACTOR = 10;

/** A task's payload, options, result and errors are each bounded. */
export const MAX_RECORD_BYTES = 1_048_576;

/**
 * What may be left of requests, in the broker and on the disk.
 *
 * @param bytes that came in: from clients, and from servers that tasks have asked
 */
export function mostKept(requests: number, bytes: number): number {
  return requests * KEPT_BYTES_PER_REQUEST + bytes * KEPT_FACTOR;
}
