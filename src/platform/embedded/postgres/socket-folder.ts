import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../errors/error-code.js';
import { NamedError } from '../../errors/named-error.js';
import type { ServerUser } from '../server/server-user.js';

/** The number in the name of the socket. There is no TCP port. */
export const SOCKET_PORT = 5432;
export const SOCKET_NAME = `.s.PGSQL.${SOCKET_PORT}`;
/** Bytes in the path of a Unix socket, on macOS; Linux allows four more. */
const LONGEST_PATH = 103;

/** The folder for the socket in a short place belongs to somebody else, who could answer in the server's name. */
export class SocketFolderError extends NamedError {
  constructor(folder: string) {
    super(
      `${folder} is not private to this user: remove it, or set DATA_DIR to a folder with a shorter path.`,
    );
  }
}

/** The folder for the socket of the server: inside its own, or in /tmp if that path would be too long. */
export function socketFolder(folder: string): string {
  const inside = join(folder, 'socket');
  if (Buffer.byteLength(join(inside, SOCKET_NAME)) <= LONGEST_PATH) return inside;
  return join('/tmp', `celeriac-postgres-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
}

/**
 * Creates the folder for the socket, which only the server's user and root may enter.
 *
 * @throws SocketFolderError
 */
export function openSocketFolder(path: string, user: ServerUser | undefined): void {
  try {
    mkdirSync(path, { mode: 0o700 });
    if (user !== undefined) chownSync(path, user.uid, user.gid);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const stats = lstatSync(path);
  const isOurs = stats.isDirectory() && stats.uid === (user?.uid ?? process.geteuid?.());
  if (!isOurs) throw new SocketFolderError(path);
  chmodSync(path, 0o700); // it may have been copied or restored from a backup
}

/** Removes the folder, unless a server still uses it. */
export function leaveSocketFolder(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // In use, or removed before.
  }
}
