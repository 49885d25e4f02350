import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { NamedError } from '../../errors/named-error.js';

/** This user cannot use the folder. The message names it and the remedies. */
export class FolderNotWritableError extends NamedError {
  constructor(
    server: string,
    readonly folder: string,
    cause: unknown,
  ) {
    super(
      `${server} cannot store its data in ${folder}: ${cause instanceof Error ? cause.message : String(cause)}. If ` +
        'another user created it, change its owner, or set DATA_DIR to another folder.',
      { cause },
    );
  }
}

/**
 * Creates the folder with access for its owner only. Returns its real path, absolute and with symbolic links resolved,
 * which is also how a server reports its folder.
 *
 * @param server its name in the message, such as `Redis`
 * @throws FolderNotWritableError
 */
export function openServerFolder(server: string, path: string): string {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(folder);
  } catch (error) {
    throw new FolderNotWritableError(server, folder, error);
  }
}
