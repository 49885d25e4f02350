import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Oldest version that the history supports. */
export const OLDEST_MAJOR = 14;

/** An installed PostgreSQL server. */
export interface PostgresPrograms {
  /** The folder with `postgres` and `initdb`. */
  readonly folder: string;
  /** Data folders of one major version cannot be used by another. */
  readonly major: number;
}

/**
 * Folders of versions side by side: of Debian, of PostgreSQL's own packages for Red Hat, of Homebrew. Most packages put
 * no server program on the PATH.
 */
const VERSIONED: readonly (readonly [parent: string, name: RegExp])[] = [
  ['/usr/lib/postgresql', /^[\d.]+$/],
  ['/usr', /^pgsql-\d+$/],
  ['/opt/homebrew/opt', /^postgresql(?:@\d+)?$/],
  ['/usr/local/opt', /^postgresql(?:@\d+)?$/],
  ['/usr/libexec', /^postgresql\d*$/],
];

/** All installed servers that the history supports, the newest first. */
export function findPostgres(
  searchPath = process.env['PATH'] ?? '',
  versioned = VERSIONED,
): PostgresPrograms[] {
  const folders = [
    ...searchPath.split(delimiter).filter((folder) => folder !== ''),
    ...versioned.flatMap(([parent, name]) => versionFolders(parent, name)),
  ];
  const real = folders.map(serverFolder).filter((folder) => folder !== undefined);
  return [...new Set(real)]
    .map((folder) => ({ folder, major: majorOf(folder) }))
    .filter(({ major }) => major >= OLDEST_MAJOR)
    .sort((one, other) => other.major - one.major);
}

function versionFolders(parent: string, name: RegExp): string[] {
  try {
    const names = readdirSync(parent).filter((entry) => name.test(entry));
    return names.flatMap((entry) => [join(parent, entry, 'bin'), join(parent, entry)]);
  } catch {
    return [];
  }
}

/** The real folder of a link such as /usr/local/bin/postgres; undefined unless `initdb` is beside it. */
function serverFolder(folder: string): string | undefined {
  try {
    const real = join(realpathSync(join(folder, 'postgres')), '..');
    return existsSync(join(real, 'initdb')) ? real : undefined;
  } catch {
    return undefined;
  }
}

/** 0 if it does not run. */
function majorOf(folder: string): number {
  try {
    const version = execFileSync(join(folder, 'postgres'), ['--version'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return Number(/\(PostgreSQL\) (\d+)/.exec(version)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
