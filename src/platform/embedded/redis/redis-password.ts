import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The configuration file of an embedded server, in its folder. On the command line, the password would show in `ps`.
 */
export const PASSWORD_FILE = 'password.conf';

const PASSWORD_BYTES = 32;
const LINE = /^requirepass ([0-9a-f]{64})\n$/;

/**
 * The password of the folder's server, created at the first start. It keeps out other users of the machine, who can all
 * reach the loopback address. Must be called under the folder's lock.
 *
 * @param known the password in use by clients, which wins over the file
 */
export function openPassword(folder: string, known?: string): string {
  const path = join(folder, PASSWORD_FILE);
  const kept = readPassword(path);
  if (kept === undefined || (known !== undefined && kept !== known))
    return write(path, known ?? randomBytes(PASSWORD_BYTES).toString('hex'));
  chmodSync(path, 0o600); // it may have been copied or restored from a backup
  return kept;
}

function readPassword(path: string): string | undefined {
  try {
    return LINE.exec(readFileSync(path, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

function write(path: string, password: string): string {
  const draft = `${path}.draft`;
  rmSync(draft, { force: true }); // an existing file would keep its mode
  writeFileSync(draft, `requirepass ${password}\n`, { mode: 0o600 });
  renameSync(draft, path);
  return password;
}
