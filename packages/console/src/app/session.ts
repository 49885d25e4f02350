import { computed, signal } from '@preact/signals';
import { api } from '../api/client.js';
import { dataOf } from '../api/data-of.js';
import { closeStream, resumeStream } from '../api/live.js';
import { isSessionOver, isSuspended } from '../api/reachability.js';
import type { Role, Session } from '../api/types.js';

const ORDER: readonly Role[] = ['viewer', 'submitter', 'operator', 'admin'];

/** The session whose screens are shown; undefined until the API has answered. */
export const session = signal<Session | undefined>(undefined);

/** True if it has ended in the middle of the work: its screens wait behind the login. */
export const isLocked = signal(false);

const isLoggedIn = computed(() => session.value?.authenticated === true);

/** True if the person may do what needs this role. The API refuses the rest anyway; the console does not offer it. */
export function may(role: Role): boolean {
  const own = session.value?.role;
  return own != null && ORDER.indexOf(own) >= ORDER.indexOf(role);
}

/** Asks for the session. @returns false if the broker is away, so that the API could not check it */
export async function loadSession(): Promise<boolean> {
  const found = dataOf(await api.GET('/session'));
  if (found.authenticated || !isLoggedIn.value) enter(found);
  else if (found.checked) isLocked.value = true;
  return found.checked;
}

/** @throws ProblemError for a wrong key */
export async function logIn(key: string): Promise<void> {
  enter(dataOf(await api.POST('/session', { body: { key } })));
}

export async function logOut(): Promise<void> {
  isSuspended.value = true;
  closeStream();
  try {
    await api.DELETE('/session');
  } finally {
    enter(dataOf(await api.GET('/session')));
  }
}

function enter(found: Session): void {
  session.value = found;
  isLocked.value = false;
  isSessionOver.value = isSuspended.value = false;
  if (found.authenticated) resumeStream();
}
