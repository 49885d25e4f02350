import { readdir, readlink, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from './error-code.js';
import { isAlive, ownIdentity, pidOf } from './process-identity.js';

const LINK_NAME = /^lock-(\d+)$/;
const FREE = 'free';
const RETRY_MS = 50;

/** Another process has held the folder's lock for longer than anything under it should take. */
export class FolderLockedError extends Error {
  override readonly name = 'FolderLockedError';

  constructor(
    readonly folder: string,
    readonly holder: string,
  ) {
    super(`Process ${pidOf(holder)} has been busy with ${folder} for too long: end it, and try again.`);
  }
}

/**
 * Runs `action` while nobody else, in this process or another, runs one under the lock of the same folder. Whoever
 * died while holding it, however suddenly, holds it no longer.
 *
 * The lock is a symbolic link whose text is its holder's identity: making one is atomic, exclusive and complete.
 * A dead holder's link is never removed to be made again, since two who do that can remove each other's. The next
 * holder makes a link with the next number, and the highest number is the one that counts.
 */
export async function withFolderLock<T>(
  folder: string,
  limitMs: number,
  action: () => Promise<T>,
): Promise<T> {
  const number = await acquire(folder, performance.now() + limitMs);
  try {
    return await action();
  } finally {
    await release(folder, number);
  }
}

async function acquire(folder: string, deadline: number): Promise<number> {
  for (;;) {
    const last = Math.max(0, ...(await linkNumbers(folder)));
    const holder = await textOf(folder, last);
    if (!isAlive(holder) && (await claim(folder, last + 1))) return last + 1;
    if (isAlive(holder) && performance.now() > deadline) throw new FolderLockedError(folder, holder);
    await pause(RETRY_MS);
  }
}

/** False when somebody else was first: by this number, or by a higher one while this process was looking. */
async function claim(folder: string, number: number): Promise<boolean> {
  if (!(await makeLink(folder, number, ownIdentity()))) return false;
  const others = (await linkNumbers(folder)).filter((other) => other !== number);
  const isLate = others.some((other) => other > number);
  await Promise.all((isLate ? [number] : others).map((one) => removeLink(folder, one)));
  return !isLate;
}

/** Only the holder may make the next number, so this never meets another's link. */
async function release(folder: string, number: number): Promise<void> {
  await makeLink(folder, number + 1, FREE);
  await removeLink(folder, number);
}

async function linkNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.map((name) => Number(LINK_NAME.exec(name)?.[1])).filter((number) => number > 0);
}

async function textOf(folder: string, number: number): Promise<string> {
  return readlink(linkPath(folder, number)).catch(() => FREE);
}

async function makeLink(folder: string, number: number, text: string): Promise<boolean> {
  try {
    await symlink(text, linkPath(folder, number));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeLink(folder: string, number: number): Promise<void> {
  await unlink(linkPath(folder, number)).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
}

function linkPath(folder: string, number: number): string {
  return join(folder, `lock-${number}`);
}
