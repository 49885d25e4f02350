import { chownSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runCommand } from '../program/run-command.js';
import { type ServerCommand, launchServer } from '../server/launch-server.js';
import { type Launch, serveFolder } from '../server/serve-folder.js';
import { ServerStartError } from '../server/server-log.js';
import { ownerOf } from '../server/server-user.js';
import { askPostgres, clusterName, ensureDatabase } from './ask-postgres.js';
import type { ChosenPostgres } from './choose-postgres.js';
import { initDatabase } from './init-database.js';
import { SOCKET_PORT, openSocketFolder, socketFolder } from './socket-folder.js';
import { removeStaleLocks } from './stale-locks.js';

/** A server that does not answer for this long is frozen. */
const FROZEN_AFTER_MS = 5_000;
/** A created database is copied from a template. */
const CREATE_LIMIT_MS = 60_000;
const CHOWN_LIMIT_MS = 60_000;
/** Children of a killed server notice its death within moments, unless the machine is very busy. */
const ORPHANS_LIMIT_MS = 30_000;
const ORPHANS_POLL_MS = 100;
/** Parts of a server's log when such a child is still there. */
const ORPHANS = ['pre-existing shared memory block', ' already exists'];
const DRAFT = 'data-new-';

/** A PostgreSQL server that serves a folder. */
export interface ServingPostgres {
  /** True if it was already running. */
  readonly reused: boolean;
}

/** Ensures that one PostgreSQL server serves the folder: see `serveFolder`. */
export async function servePostgres(folder: string, chosen: ChosenPostgres): Promise<ServingPostgres> {
  const program = {
    ask: () => askPostgres(folder, FROZEN_AFTER_MS),
    obtain: () => launchOf(folder, chosen),
  };
  const { found } = await serveFolder(folder, program, SOCKET_PORT);
  await ensureDatabase(folder, CREATE_LIMIT_MS);
  return { reused: found !== undefined };
}

async function launchOf(folder: string, { programs, user }: ChosenPostgres): Promise<Launch> {
  const data = join(folder, 'data');
  const log = join(folder, 'postgres.log');
  await ensureData(folder, data, log, { programs, user });
  openSocketFolder(socketFolder(folder), user);
  const server = {
    folder,
    log,
    user,
    needs: [data, socketFolder(folder)],
    command: ([dataPath = '', socketPath = '']: readonly string[]) =>
      postgresCommand(programs.folder, dataPath, socketPath, clusterName(folder)),
    ask: (limitMs: number) => askPostgres(folder, limitMs),
  };
  return async (_port, onSpawn) => {
    await withoutOrphans(() => {
      removeStaleLocks(data, socketFolder(folder));
      return launchServer(server, (pid) => onSpawn({ pid }));
    });
  };
}

/**
 * The command that serves the data behind a Unix socket only. The socket's folder is the authentication, as it is for
 * the data itself: nobody but the server's user and root can enter it. What is set here wins over postgresql.conf.
 */
function postgresCommand(programs: string, data: string, socket: string, name: string): ServerCommand {
  const settings = {
    listen_addresses: '',
    port: String(SOCKET_PORT),
    // A list; quotes allow a comma in a path.
    unix_socket_directories: `"${socket.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    cluster_name: name,
    logging_collector: 'off',
    log_destination: 'stderr',
  };
  const args = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  return { file: join(programs, 'postgres'), args: ['-D', data, ...args] };
}

/** Creates the database in a folder of its own first, so that a start that is cut short leaves no half of one. */
async function ensureData(
  folder: string,
  data: string,
  log: string,
  { programs, user }: Pick<ChosenPostgres, 'programs' | 'user'>,
): Promise<void> {
  if (ownerOf(data) !== undefined) return restoreOwner(data, user);
  for (const name of readdirSync(folder).filter((one) => one.startsWith(DRAFT)))
    rmSync(join(folder, name), { recursive: true, force: true });
  const draft = mkdtempSync(join(folder, DRAFT));
  if (user !== undefined) chownSync(draft, user.uid, user.gid);
  await initDatabase(programs.folder, draft, { user, log });
  renameSync(draft, data);
}

/** Root may have restored the folder from a backup. */
async function restoreOwner(data: string, user: ChosenPostgres['user']): Promise<void> {
  if (user === undefined || ownerOf(data)?.uid === user.uid) return;
  await runCommand('chown', ['-R', '-h', `${user.uid}:${user.gid}`, data], { limitMs: CHOWN_LIMIT_MS });
}

/** Waits for what is left of a killed server, which PostgreSQL does not start beside. */
async function withoutOrphans(launch: () => Promise<void>): Promise<void> {
  for (const deadline = performance.now() + ORPHANS_LIMIT_MS; ;) {
    try {
      return await launch();
    } catch (error) {
      const isTooEarly =
        error instanceof ServerStartError && ORPHANS.some((text) => error.logTail.includes(text));
      if (!isTooEarly || performance.now() > deadline) throw error;
      await pause(ORPHANS_POLL_MS);
    }
  }
}
