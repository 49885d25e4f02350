import { createHash } from 'node:crypto';
import { LOOPBACK } from './ask-redis.js';
import { PASSWORD_FILE } from './redis-password.js';

/** What a redis-server can be run with here: a program, or a Docker engine and the image of one. */
export type RedisProgram =
  | { readonly kind: 'server'; readonly file: string }
  | { readonly kind: 'docker'; readonly file: string; readonly user: string };

/** What to start to have a redis-server in the foreground. */
export interface RedisCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Name of the container that it makes, if it makes one. */
  readonly container?: string;
}

export const REDIS_IMAGE = 'redis:7-alpine';

/**
 * What every embedded server is told. It keeps its data in the folder in which it is started, and nothing but the
 * append-only file: any policy but noeviction would throw tasks away when memory runs short.
 */
const SETTINGS = {
  daemonize: 'no',
  appendonly: 'yes',
  appendfsync: 'everysec',
  save: '',
  'maxmemory-policy': 'noeviction',
};

/** Where a server is to be found, and what opens it. */
export interface Place {
  readonly port: number;
  /** Undefined for one that serves programs of a version that knew no password. */
  readonly password: string | undefined;
}

/**
 * The command that serves the folder in its place on the loopback address; the password is in the folder's own file. It
 * is to be started in that folder.
 */
export function redisCommand(program: RedisProgram, folder: string, place: Place): RedisCommand {
  if (program.kind === 'docker') return dockerCommand(program, folder, place);
  const network = { bind: LOOPBACK, 'protected-mode': 'yes' };
  return { file: program.file, args: serverArguments(place, network) };
}

/**
 * The same server in a container. Its folder is mounted under its own path, so that the server names it as it is
 * named here, and is used as the user who owns it. In there, clients come from outside the container: what keeps
 * other machines off is that the port is published on the loopback address alone.
 */
function dockerCommand(
  { file, user }: { file: string; user: string },
  folder: string,
  place: Place,
): RedisCommand {
  const container = containerName(folder);
  const run = [
    'run',
    '--rm',
    '--name',
    container,
    '--user',
    user,
    '--publish',
    `${LOOPBACK}:${place.port}:${place.port}`,
  ];
  const image = ['--mount', mount(folder), '--workdir', folder, '--entrypoint', 'redis-server', REDIS_IMAGE];
  return { file, container, args: [...run, ...image, ...serverArguments(place, { 'protected-mode': 'no' })] };
}

/** One name a folder, so that what a crash left can be found again, and two cannot run on one folder. */
function containerName(folder: string): string {
  return `celeriac-redis-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
}

/** Docker reads --mount as a line of CSV: quotes let a path hold a comma. */
function mount(folder: string): string {
  const field = (name: string): string => `"${name}=${folder.replaceAll('"', '""')}"`;
  return `type=bind,${field('source')},${field('target')}`;
}

/** The file is named as seen from the folder: Redis reads a path with brackets as a pattern. */
function serverArguments({ port, password }: Place, network: Readonly<Record<string, string>>): string[] {
  const options = { port: String(port), ...network, ...SETTINGS };
  const named = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return password === undefined ? named : [PASSWORD_FILE, ...named];
}
