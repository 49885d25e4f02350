import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf } from '../program/port-holder.js';
import { identityOf } from '../program/process-identity.js';
import { SOCKET_NAME } from './socket-folder.js';

/**
 * Removes the lock files of a dead server whose process id is in use: by another program, as happens in a new
 * container, or by its own zombie where nobody reaps it. PostgreSQL would take either for its server, and refuse to
 * start. Locks stay while the server lives, or a child of it.
 */
export function removeStaleLocks(data: string, socketFolder: string): void {
  const lock = join(data, 'postmaster.pid');
  const socketLock = join(socketFolder, `${SOCKET_NAME}.lock`);
  const lines = linesOf(lock);
  // The seventh line has the key and the id of the shared memory to which the server and all its children are attached.
  if (isPostgres(lines[0]) || isAttached(lines[6]?.trim().split(/\s+/)[1])) return;
  rmSync(lock, { force: true });
  if (!isPostgres(linesOf(socketLock)[0])) rmSync(socketLock, { force: true });
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return []; // there is none
  }
}

function isPostgres(pid: string | undefined): boolean {
  const number = Number.parseInt(pid ?? '', 10);
  return identityOf(number) !== undefined && commandOf(number).includes('postgres');
}

/** True if processes use the shared memory with this id, or if that cannot be seen (outside Linux). */
function isAttached(id: string | undefined): boolean {
  const rows = linesOf('/proc/sysvipc/shm').map((line) => line.trim().split(/\s+/));
  const [names] = rows;
  if (names === undefined) return true;
  const [idColumn, countColumn] = [names.indexOf('shmid'), names.indexOf('nattch')];
  return rows.some((row) => id !== undefined && row[idColumn] === id && row[countColumn] !== '0');
}
