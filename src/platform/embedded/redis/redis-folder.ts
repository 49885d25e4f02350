import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder cannot be used by this user: says which, and what may be done. */
export class FolderNotWritableError extends Error {
  override readonly name = 'FolderNotWritableError';

  constructor(
    readonly folder: string,
    cause: unknown,
  ) {
    super(
      `Redis cannot keep its data in ${folder}: ${cause instanceof Error ? cause.message : String(cause)}. ` +
        'Another user may have made it: change its owner, or set DATA_DIR to another folder.',
      { cause },
    );
  }
}

/**
 * Makes `<dataDir>/redis`, readable by nobody else, and returns its path as the system itself writes it: absolute
 * and with symbolic links resolved, which is how a redis-server names its folder too.
 *
 * @throws FolderNotWritableError
 */
export function openRedisFolder(dataDir: string): string {
  const folder = resolve(dataDir, 'redis');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(folder);
  } catch (error) {
    throw new FolderNotWritableError(folder, error);
  }
}
