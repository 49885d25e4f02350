import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { ServerStartError, openLog } from '../server/server-log.js';
import { type ServerUser, reachable } from '../server/server-user.js';

/** The only role. Whoever may enter the socket's folder has it: see `postgresCommand`. */
export const ROLE = 'celeriac';

/**
 * Strings sort by their bytes, the same everywhere; upper and lower case are known of all alphabets. macOS has no
 * C.UTF-8.
 */
const LOCALE = [
  '--encoding=UTF8',
  '--locale=C',
  `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
];
const ACCESS = [`--username=${ROLE}`, '--auth-local=trust', '--auth-host=reject'];

/**
 * Fills an empty folder with a new PostgreSQL database, as this user, who owns the folder.
 *
 * @throws ServerStartError
 */
export async function initDatabase(
  programs: string,
  folder: string,
  options: { user: ServerUser | undefined; log: string; more?: readonly string[] },
): Promise<void> {
  const log = openLog(options.log);
  const { paths, descriptors, close } = reachable([folder], options.user);
  const args = ['-D', ...paths, ...LOCALE, ...ACCESS, '--no-instructions', ...(options.more ?? [])];
  const stdio = ['ignore', log.descriptor, log.descriptor, ...descriptors] as const;
  const child = spawn(join(programs, 'initdb'), args, { ...options.user, cwd: '/', stdio: [...stdio] });
  closeSync(log.descriptor);
  close();
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  if (code !== 0) throw new ServerStartError(`initdb ended with ${code ?? signal}`, log.tail());
}
