import { authorizationOf } from './callers.js';
import type { FuzzRequest } from './request.js';
import type { Answer } from './send.js';

/** State that these requests may have changed: pauses, limits, the worker's queues and log level. */
const STEERING = /^(PUT|PATCH|POST) \/(queues|workers)\//;

const QUEUES = ['tasks', 'notifications', 'webhooks', 'fetch', 'operations'];

const COMMANDS = [
  { command: 'resume' },
  ...QUEUES.map((queue) => ({ command: 'add-queue', queue, concurrency: 64 })),
  { command: 'set-log-level', level: 'warn' },
];

/**
 * Undoes a request's changes to the queues and workers of a stand, for the requests after it.
 *
 * @throws Error if it cannot be undone
 */
export async function putRight(api: string, { operation }: FuzzRequest, { status }: Answer): Promise<void> {
  if (status >= 300 || !STEERING.test(operation)) return;
  for (const queue of QUEUES) {
    await ask('PUT', `${api}/queues/${queue}/resume`);
    await ask('PUT', `${api}/queues/${queue}/open`);
    await ask('PATCH', `${api}/queues/${queue}`, { concurrency: null, rate: null });
  }
  for (const command of COMMANDS) await ask('POST', `${api}/workers/_all/commands`, command);
}

async function ask(method: string, url: string, body?: object): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { ...Object.fromEntries(authorizationOf('admin')), 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok || text.includes('"error":"')) throw new Error(`${method} ${url} answered ${text}`);
}
