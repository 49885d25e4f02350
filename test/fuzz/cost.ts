import type { FuzzRequest } from './request.js';
import type { Answer } from './send.js';

/** Maximum CPU time of the API for one request, whoever sends it. */
export const MAX_CPU_MS = 300;

/** A response may be long, or much longer than its request, but not both. */
const MAX_ANSWER_BYTES = 1_048_576;
const MAX_ANSWER_FACTOR = 10;

/** Bytes of a request on the wire, without those added by Node. */
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

/** A task with its index entries, events and audit entry is larger than a short request. */
const KEPT_BYTES_PER_REQUEST = 16_384;
const KEPT_FACTOR = 10;

/** A task's payload, options, result and errors are each bounded. */
export const MAX_RECORD_BYTES = 1_048_576;

/**
 * Maximum bytes that requests may leave in the broker and on disk.
 *
 * @param bytes received from clients and from servers that tasks have contacted
 */
export function mostKept(requests: number, bytes: number): number {
  return requests * KEPT_BYTES_PER_REQUEST + bytes * KEPT_FACTOR;
}
