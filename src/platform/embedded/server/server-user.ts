import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, statSync } from 'node:fs';

/** A user that runs a server which refuses to run as root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** The user with this name; undefined if there is none. */
export function userNamed(name: string): ServerUser | undefined {
  try {
    const [uid, gid] = ['-u', '-g'].map((option) =>
      Number(execFileSync('id', [option, name], { stdio: 'pipe' })),
    );
    return uid === undefined || gid === undefined ? undefined : { uid, gid };
  } catch {
    return undefined;
  }
}

/** The owner of a file or folder; undefined if it does not exist. */
export function ownerOf(path: string): ServerUser | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && { uid: stats.uid, gid: stats.gid };
}

/** Folders as another user's program reaches them. */
export interface ReachableFolders {
  /** In the order of the given folders. */
  readonly paths: readonly string[];
  /** File descriptors that the program inherits, from 3 up. */
  readonly descriptors: readonly number[];
  /** To call once the program is started. */
  readonly close: () => void;
}

/**
 * Lets a program of another user reach folders below one that only root may enter, such as /root: it inherits them as
 * open descriptors, and reaches them below /proc/self/fd. Its own folders' permissions still apply.
 *
 * @param user undefined for this process's own user, who needs no detour
 */
export function reachable(folders: readonly string[], user: ServerUser | undefined): ReachableFolders {
  if (user === undefined) return { paths: folders, descriptors: [], close: () => undefined };
  const descriptors = folders.map((folder) => openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY));
  return {
    paths: folders.map((_, i) => `/proc/self/fd/${i + 3}`),
    descriptors,
    close: () => descriptors.forEach((descriptor) => closeSync(descriptor)),
  };
}
