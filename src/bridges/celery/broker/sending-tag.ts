import { createHash, randomUUID } from 'node:crypto';
import type { WireMessage } from '../protocol/wire-message.js';

/**
 * The delivery tag of a task: it names one sending. A sending that is repeated, since its reply was lost or a bridge
 * died, has the same one, and its receiver can tell.
 */
export function tagOfSending(queue: string, { headers, properties, body }: WireMessage): string {
  const { correlationId } = properties;
  if (correlationId === undefined) return randomUUID();
  const hash = createHash('sha256');
  const { retries } = headers;
  for (const part of [queue, correlationId, typeof retries === 'number' ? retries : 0])
    hash.update(`${part}\0`);
  const hex = hash.update(body).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
