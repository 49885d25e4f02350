import { readdir, readlink, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../../errors/error-code.js';
import { NamedError } from '../../errors/named-error.js';
import { isAlive, ownIdentity, pidOf } from './process-identity.js';

const LINK_NAME = /^lock-(\d+)$/;
const FREE = 'free';
const RETRY_MS = 50;

/** Another process has held the folder's lock for longer than any action should take. */
export class FolderLockedError extends NamedError {
  constructor(
    readonly folder: string,
    readonly holder: string,
  ) {
    super(`Process ${pidOf(holder)} has been using ${folder} for too long: stop it and try again.`);
  }
}

/**
 * Runs `action` under the folder's lock, which excludes all other actions, in this process and others. A holder that
 * dies releases the lock, however suddenly.
 *
 * The lock is a symbolic link whose target text is its holder's identity: creating one is atomic, exclusive and
 * complete. A dead holder's link is never replaced, because two processes that do so could remove each other's.
 * Instead, the next holder creates a link with the next number; the highest number counts.
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

/** Returns false if another process was first: with this number, or with a higher one in the meantime. */
async function claim(folder: string, number: number): Promise<boolean> {
  if (!(await makeLink(folder, number, ownIdentity()))) return false;
  const others = (await linkNumbers(folder)).filter((other) => other !== number);
  const isLate = others.some((other) => other > number);
  await Promise.all((isLate ? [number] : others).map((one) => removeLink(folder, one)));
  return !isLate;
}

/** Only the holder may create the next number, so this cannot collide. */
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
