import { createHash } from 'node:crypto';
import { LOOPBACK } from './ask-redis.js';

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

/** The command that serves the folder on a port of the loopback address. It is to be started in that folder. */
export function redisCommand(program: RedisProgram, folder: string, port: number): RedisCommand {
  return program.kind === 'server'
    ? { file: program.file, args: serverOptions(port, { bind: LOOPBACK, 'protected-mode': 'yes' }) }
    : dockerCommand(program, folder, port);
}

/**
 * The same server in a container. Its folder is mounted under its own path, so that the server names it as it is
 * named here, and is used as the user who owns it. In there, clients come from outside the container: what keeps
 * others off is that the port is published on the loopback address alone.
 */
function dockerCommand(
  { file, user }: { file: string; user: string },
  folder: string,
  port: number,
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
    `${LOOPBACK}:${port}:${port}`,
  ];
  const place = ['--mount', mount(folder), '--workdir', folder, '--entrypoint', 'redis-server', REDIS_IMAGE];
  return { file, container, args: [...run, ...place, ...serverOptions(port, { 'protected-mode': 'no' })] };
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

function serverOptions(port: number, network: Readonly<Record<string, string>>): string[] {
  const options = { port: String(port), ...network, ...SETTINGS };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}
