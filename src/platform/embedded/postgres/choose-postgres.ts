import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../errors/error-code.js';
import { NamedError } from '../../errors/named-error.js';
import { type PackageNames, installCommands } from '../program/install-commands.js';
import { type System, thisSystem } from '../program/system.js';
import { type ServerUser, ownerOf, userNamed } from '../server/server-user.js';
import { FolderNotWritableError } from '../server/server-folder.js';
import { OLDEST_MAJOR, type PostgresPrograms, findPostgres } from './find-postgres.js';

const PACKAGES: PackageNames = {
  debian: 'postgresql',
  fedora: 'postgresql-server postgresql-contrib',
  rhel: 'postgresql-server postgresql-contrib',
  arch: 'postgresql',
  alpine: 'postgresql postgresql-contrib',
  suse: 'postgresql-server postgresql-contrib',
  darwin: 'postgresql@17',
};

/** The PostgreSQL to run on a data folder. */
export interface ChosenPostgres {
  readonly programs: PostgresPrograms;
  /** The user that runs it; undefined for this process's own. */
  readonly user: ServerUser | undefined;
  /** True if the folder holds a database. */
  readonly hasData: boolean;
}

/** There is no PostgreSQL to run, and none is needed. The message names a command that changes that. */
export class NoPostgres {
  constructor(readonly remedy: string) {}
}

/** The folder holds data that no installed PostgreSQL can read. */
export class PostgresVersionError extends NamedError {
  constructor(folder: string, major: number, installed: readonly PostgresPrograms[]) {
    const others = installed.map((one) => one.major).join(' and ');
    super(
      `${folder} holds the history in the format of PostgreSQL ${major}, but installed is ` +
        `${others === '' ? 'none' : `PostgreSQL ${others}`}: install PostgreSQL ${major}, upgrade the folder with ` +
        'pg_upgrade, move it away to begin an empty history, or start without one: HISTORY_URL=off npm start',
    );
  }
}

/**
 * Chooses the installed PostgreSQL for `<dataDir>/postgres`: the version of the data there, otherwise the newest.
 *
 * @throws PostgresVersionError, FolderNotWritableError
 */
export function choosePostgres(
  dataDir: string,
  installed = findPostgres(),
  system: System = thisSystem(),
): ChosenPostgres | NoPostgres {
  const data = join(dataDir, 'postgres', 'data');
  const major = majorIn(data);
  const programs = major === undefined ? installed[0] : installed.find((one) => one.major === major);
  if (major !== undefined && programs === undefined) throw new PostgresVersionError(data, major, installed);
  if (programs === undefined) return new NoPostgres(remedyOn(system));
  const user = system.isRoot ? unprivileged(data) : undefined;
  if (system.isRoot && user === undefined)
    return new NoPostgres(
      'PostgreSQL refuses to run as root, and there is no user postgres: start as another user',
    );
  return { programs, user, hasData: major !== undefined };
}

/** The version of the data; undefined if there is none yet. */
function majorIn(data: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(data, 'PG_VERSION'), 'utf8'), 10);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new FolderNotWritableError('PostgreSQL', data, error);
  }
}

/** Data that a user has created as such stays theirs. A folder under /proc exists on Linux only. */
function unprivileged(data: string): ServerUser | undefined {
  if (process.platform !== 'linux') return undefined;
  const owner = ownerOf(data);
  return owner !== undefined && owner.uid !== 0 ? owner : userNamed('postgres');
}

function remedyOn(system: System): string {
  const [command = '', ...others] = installCommands(system, PACKAGES);
  return others.length === 0 ? command : `install PostgreSQL ${OLDEST_MAJOR} or newer`;
}
