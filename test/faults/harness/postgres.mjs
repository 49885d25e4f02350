import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres } from '../../../dist/platform/embedded/postgres/find-postgres.js';
import { ROLE, initDatabase } from '../../../dist/platform/embedded/postgres/init-database.js';
import { userNamed } from '../../../dist/platform/embedded/server/server-user.js';
import { spawnChild, temporaryFolder } from './children.mjs';
import { until } from './until.mjs';

/**
 * The row's own PostgreSQL on a Unix socket, which can be killed, frozen, and restarted with the same data.
 *
 * @returns undefined on a machine without PostgreSQL
 */
export async function createPostgres() {
  const programs = findPostgres()[0]?.folder;
  const user = process.getuid?.() === 0 ? userNamed('postgres') : undefined;
  if (programs === undefined || (process.getuid?.() === 0 && user === undefined)) return undefined;
  const folder = await temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user !== undefined) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
  await initDatabase(programs, data, { user, log: join(folder, 'initdb.log'), more: ['--no-sync'] });
  const url = `postgres://${ROLE}@/postgres?host=${encodeURIComponent(folder)}`;
  let server;
  const query = async (text, values) => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined); // the server dies intentionally
    try {
      await client.connect();
      return (await client.query(text, values)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const start = async () => {
    const args = ['-D', data, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`];
    const options = user === undefined ? {} : { uid: user.uid, gid: user.gid };
    server = spawnChild('postgres', join(programs, 'postgres'), args, { cwd: '/', ...options });
    await until(() => query('SELECT 1').catch(() => false), { what: 'PostgreSQL', limitMs: 120_000 });
  };
  const children = () => {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    const rows = lines.map((line) => line.trim().split(/\s+/).map(Number));
    return rows.flatMap(([pid, parent]) => (parent === server.pid ? [pid] : []));
  };
  const signalAll = (signal) => {
    for (const pid of [server.pid, ...children()]) {
      try {
        process.kill(pid, signal);
      } catch {
        // it has ended
      }
    }
  };
  return {
    url,
    query,
    /** States in the history by task id. */
    recorded: async (ids) => {
      const text = 'SELECT id, status FROM task WHERE id = ANY($1::uuid[])';
      return new Map((await query(text, [ids])).map(({ id, status }) => [id, status]));
    },
    start,
    /** With all its processes, as when the machine loses its power. */
    kill: async () => {
      signalAll('SIGSTOP');
      signalAll('SIGKILL');
      await server.exited;
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    /** No file may grow beyond its size any more: the write fails as on a full disk, with another code. */
    fillDisk: () => limitFiles([server.pid, ...children()], 65_536),
    freeDisk: () => limitFiles([server.pid, ...children()], 'unlimited'),
    get isRunning() {
      return server.isRunning;
    },
  };
}

function limitFiles(pids, bytes) {
  for (const pid of pids) {
    try {
      execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`], { stdio: 'pipe' });
    } catch {
      // it has ended
    }
  }
}
