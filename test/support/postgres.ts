import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findPostgres } from '../../src/platform/embedded/postgres/find-postgres.js';
import { ROLE, initDatabase } from '../../src/platform/embedded/postgres/init-database.js';
import { endProcess } from '../../src/platform/embedded/program/end-process.js';
import { withFolderLock } from '../../src/platform/embedded/program/folder-lock.js';
import { identityOf, isAlive, pidOf } from '../../src/platform/embedded/program/process-identity.js';
import { readRecord, writeRecord } from '../../src/platform/embedded/server/server-record.js';
import { type ServerUser, userNamed } from '../../src/platform/embedded/server/server-user.js';
import { eventually } from './eventually.js';
import { describeWith, mayUse } from './needs.js';

/** Refuses to run as root. */
const USER: ServerUser | undefined = process.getuid?.() === 0 ? userNamed('postgres') : undefined;
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;
/** The number in the name of the socket. */
const PORT = 5432;
/** A killed server loses nothing that it has confirmed: the system, which has it then, does not die with it. */
const FAST = settings({ fsync: 'off', full_page_writes: 'off', max_connections: '200' });

const isInstalled = findPostgres().length > 0 && (process.getuid?.() !== 0 || USER !== undefined);
const missing = isInstalled ? undefined : 'No PostgreSQL: apt-get install postgresql';

/** True where a test may have a history. */
export const hasPostgres = mayUse(missing);

export const describeWithPostgres = describeWith(missing);

/** An empty database for one suite, in the server that all suites of a run share. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const folder = await sharedServer();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await queryOnce(urlOf(folder), `CREATE DATABASE ${name}`);
  const drop = () => queryOnce(urlOf(folder), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return { url: urlOf(folder, name), drop };
}

/** A PostgreSQL that belongs to the test, which may stop, freeze and restart it with the same data. */
export interface OwnPostgres {
  /** Of its database `postgres`. */
  readonly url: string;
  /** Resolves when it answers. Does nothing if it is running. */
  start(): Promise<void>;
  /** SIGKILL by default: no connection is closed properly. SIGINT closes them and writes everything. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Stops the clock of every process of it: connections stay open, and nothing answers. */
  freeze(): void;
  thaw(): void;
  remove(): Promise<void>;
}

/** @param options settings that differ, by their names in postgresql.conf */
export async function createOwnPostgres(
  options: Readonly<Record<string, string>> = {},
): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'celeriac-pg-'));
  await prepare(folder);
  let server = 'none';
  const start = async () => {
    if (isAlive(server)) return;
    server = await launch(folder, settings(options));
  };
  const freeze = () => signalAll(server, 'SIGSTOP');
  const thaw = () => signalAll(server, 'SIGCONT');
  const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
    // Its children would notice its death a moment later, and keep a new server from starting until then.
    if (signal === 'SIGKILL') signalAll(server, signal);
    await endProcess(server, STOP_LIMIT_MS, signal);
  };
  const remove = async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: urlOf(folder), start, stop, freeze, thaw, remove };
}

/** Starts the shared server unless another Jest worker has. The teardown of the run ends it. */
async function sharedServer(): Promise<string> {
  const folder = process.env['TEST_POSTGRES_FOLDER'];
  if (folder === undefined) throw new Error('The setup of the run (global-setup.mjs) names the folder.');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await withFolderLock(folder, START_LIMIT_MS, async () => {
    if (isAlive(readRecord(folder)?.server ?? '')) return;
    await prepare(folder);
    const server = await launch(folder, []);
    writeRecord(folder, { server, port: PORT, owner: server });
  });
  return folder;
}

async function prepare(folder: string): Promise<void> {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true, mode: 0o700 });
  if (USER !== undefined) for (const one of [folder, data]) await chown(one, USER.uid, USER.gid);
  await initDatabase(programs(), data, { user: USER, log: join(folder, 'initdb.log'), more: ['--no-sync'] });
}

/** @returns the identity of the server, once it answers */
async function launch(folder: string, options: readonly string[]): Promise<string> {
  const place = settings({ listen_addresses: '', unix_socket_directories: folder });
  const args = ['-D', join(folder, 'data'), ...FAST, ...place, ...options];
  const child = spawn(join(programs(), 'postgres'), args, {
    ...USER,
    cwd: '/',
    detached: true,
    stdio: 'ignore',
  });
  await once(child, 'spawn');
  child.unref();
  await eventually(() => queryOnce(urlOf(folder), 'SELECT 1'), START_LIMIT_MS);
  return identityOf(child.pid ?? 0) ?? '';
}

function programs(): string {
  const [newest] = findPostgres();
  if (newest === undefined) throw new Error('No PostgreSQL: apt-get install postgresql');
  return newest.folder;
}

function settings(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function urlOf(folder: string, database = 'postgres'): string {
  return `postgres://${ROLE}@/${database}?host=${encodeURIComponent(folder)}`;
}

async function queryOnce(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // a server that ends: the statement fails, too
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The server first: it starts no further child then. Each child leads a group of its own. */
function signalAll(server: string, signal: NodeJS.Signals): void {
  if (!isAlive(server)) return;
  const pid = pidOf(server);
  if (signal !== 'SIGCONT') process.kill(pid, 'SIGSTOP');
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const rows = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const children = rows.flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
  for (const one of [...children, pid]) {
    try {
      process.kill(one, signal);
    } catch {
      // It has ended.
    }
  }
}
