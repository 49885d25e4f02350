import { signal } from '@preact/signals';

/** The state of the way to the API: `broker-away` if it answers that Redis does not. */
export type Reachability = 'ok' | 'broker-away' | 'unreachable';

export const reachability = signal<Reachability>('ok');

/** Set by a 401: the session has ended, and the console asks for a new login. */
export const isSessionOver = signal(false);

/** Routes that answer without Redis, and therefore say nothing about it. */
const NEED_NO_BROKER = /\/(?:health\/report|capabilities|session)$/;

/** True while there is no session to read with: from a 401, or a logout, to the next login. */
export const isSuspended = signal(false);

export function noteAnswer(response: Response): void {
  if (response.status === 401 && !response.url.endsWith('/session'))
    isSessionOver.value = isSuspended.value = true;
  if (response.status === 503) void noteUnavailable(response.clone());
  else if (response.ok && (reachability.value === 'unreachable' || !NEED_NO_BROKER.test(response.url)))
    reachability.value = 'ok';
}

export function noteSilence(): void {
  reachability.value = 'unreachable';
}

/** A 503 has several causes: a queue that is closed or full says nothing about the broker. */
async function noteUnavailable(response: Response): Promise<void> {
  const body = (await response.json().catch(() => undefined)) as { readonly code?: unknown } | undefined;
  if (body?.code === 'broker-unavailable') reachability.value = 'broker-away';
}
