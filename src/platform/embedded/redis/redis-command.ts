import { createHash } from 'node:crypto';
import { LOOPBACK } from '../program/free-port.js';
import type { ServerCommand } from '../server/launch-server.js';
import { PASSWORD_FILE } from './redis-password.js';

/** A way to run redis-server: a program, or a Docker engine with an image. */
export type RedisProgram =
  | { readonly kind: 'server'; readonly file: string }
  | { readonly kind: 'docker'; readonly file: string; readonly user: string };

export const REDIS_IMAGE = 'redis:7-alpine';

/**
 * Settings of every embedded server. It stores only the append-only file, in the folder in which it starts. Any policy
 * except noeviction would drop tasks when memory runs short.
 */
const SETTINGS = {
  daemonize: 'no',
  appendonly: 'yes',
  appendfsync: 'everysec',
  save: '',
  'maxmemory-policy': 'noeviction',
};

/** The port and password of a server. */
export interface Place {
  readonly port: number;
  /** Undefined for a server shared with programs of a version without passwords. */
  readonly password: string | undefined;
}

/**
 * The command that serves the folder on the loopback address. The password is in a file in the folder. Run it in that
 * folder.
 */
export function redisCommand(program: RedisProgram, folder: string, place: Place): ServerCommand {
  if (program.kind === 'docker') return dockerCommand(program, folder, place);
  const network = { bind: LOOPBACK, 'protected-mode': 'yes' };
  return { file: program.file, args: serverArguments(place, network) };
}

/**
 * The same server in a container, as the folder's owner. The folder is mounted under its own path, so that the server
 * reports the same path. Clients connect from outside the container; other machines are kept out because the port is
 * published on the loopback address only.
 */
function dockerCommand(
  { file, user }: { file: string; user: string },
  folder: string,
  place: Place,
): ServerCommand {
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

/** One name per folder, so that a container left by a crash is found, and two cannot run on one folder. */
function containerName(folder: string): string {
  return `celeriac-redis-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
}

/** Docker parses --mount as CSV: quotes allow a comma in a path. */
function mount(folder: string): string {
  const field = (name: string): string => `"${name}=${folder.replaceAll('"', '""')}"`;
  return `type=bind,${field('source')},${field('target')}`;
}

/** The file name is relative to the folder: Redis reads a path with brackets as a pattern. */
function serverArguments({ port, password }: Place, network: Readonly<Record<string, string>>): string[] {
  const options = { port: String(port), ...network, ...SETTINGS };
  const named = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return password === undefined ? named : [PASSWORD_FILE, ...named];
}
