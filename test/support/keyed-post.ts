import { eventually } from './eventually.js';
import type { Sandbox } from './sandbox.js';

/** The response to a request with an Idempotency-Key, byte by byte; a missing header is null. */
export interface KeyedAnswer {
  readonly status: number;
  readonly text: string;
  readonly type: string | null;
  readonly location: string | null;
  readonly replayed: string | null;
  readonly retryAfter: string | null;
}

/** Sends one request with an Idempotency-Key. */
export async function keyedPost(
  url: string,
  path: string,
  key: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<KeyedAnswer> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'Idempotency-Key': key, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  return {
    status: response.status,
    text: await response.text(),
    type: response.headers.get('Content-Type'),
    location: response.headers.get('Location'),
    replayed: response.headers.get('Idempotent-Replayed'),
    retryAfter: response.headers.get('Retry-After'),
  };
}

/** Repeats a request, as a client should, while the first one with its key is in progress. */
export function untilAnswered(send: () => Promise<KeyedAnswer>, limitMs?: number): Promise<KeyedAnswer> {
  return eventually(async () => {
    const answer = await send();
    if (answer.status === 409) throw new Error(`Still in flight: ${answer.text}`);
    return answer;
  }, limitMs);
}

/** The ids of all tasks in the broker, by their records, because the index is written before them. */
export async function storedTasks({ redis, prefix }: Sandbox): Promise<string[]> {
  const names = await redis.keys(`${prefix}:*:????????-????-7???-????-????????????`);
  return names.map((name) => name.split(':').at(-1) ?? '').sort();
}
