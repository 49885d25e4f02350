import { join } from 'node:path';
import { type ServerKind, startKeptServer } from '../server/kept-server.js';
import { openServerFolder } from '../server/server-folder.js';
import { DATABASE, connectionLost } from './ask-postgres.js';
import type { ChosenPostgres } from './choose-postgres.js';
import { ROLE } from './init-database.js';
import { type ServingPostgres, servePostgres } from './serve-postgres.js';
import { leaveSocketFolder, socketFolder } from './socket-folder.js';

/** A private PostgreSQL behind a Unix socket. */
export interface EmbeddedPostgres {
  /** Has no password: the socket is in a folder that only its user, and root, may enter. */
  readonly url: string;
  /** Its major version. */
  readonly major: number;
  /** True if it was already running: it outlived its owner, or another living process shares the folder. */
  readonly reused: boolean;
  /** Stops the server, unless another living process owns it. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts an installed PostgreSQL on `<dataDir>/postgres`, or finds one left by a crash: see `startKeptServer`.
 *
 * @param say receives one line at a time about slow steps and failures
 * @throws ServerStartError, FolderNotWritableError, FolderLockedError, SocketFolderError
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  chosen: ChosenPostgres;
  say: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const { chosen, say } = options;
  const folder = openServerFolder('PostgreSQL', join(options.dataDir, 'postgres'));
  const server = await startKeptServer(kindFor(folder, chosen), folder, say);
  const url = `postgres://${ROLE}@/${DATABASE}?host=${encodeURIComponent(socketFolder(folder))}`;
  return {
    url,
    major: chosen.programs.major,
    reused: server.serving.reused,
    stop: async () => {
      await server.stop();
      leaveSocketFolder(socketFolder(folder));
    },
  };
}

function kindFor(folder: string, chosen: ChosenPostgres): ServerKind<ServingPostgres> {
  return {
    name: 'PostgreSQL',
    // Its fast shutdown: SIGTERM would wait until every client has left.
    stopSignal: 'SIGINT',
    // It writes what it has in memory.
    stopLimitMs: 30_000,
    serve: () => servePostgres(folder, chosen),
    connectionLost: (_, signal) => connectionLost(folder, signal),
    shownPlace: () => '',
  };
}
