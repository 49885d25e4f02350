import { Redis } from 'ioredis';
import { freePort } from '../../../dist/platform/embedded/program/free-port.js';
import { findRedisServer } from '../../../dist/platform/embedded/redis/find-redis.js';
import { spawnChild, temporaryFolder } from './children.mjs';
import { until } from './until.mjs';

/**
 * The row's own redis-server with an append-only file, which can be killed, frozen and restarted with the same data.
 * `client` connects to it directly, not through the proxy.
 *
 * @param settings of redis.conf that differ from the usual ones
 * @param prepare changes the command (file, args) to start, for servers in special environments
 * @param environment variables of its process
 */
export async function createRedis({ settings = {}, prepare = (command) => command, environment = {} } = {}) {
  const program = findRedisServer();
  if (program === undefined) throw new Error('There is no redis-server or valkey-server on PATH');
  const folder = await temporaryFolder();
  const port = await freePort();
  const all = { port, dir: folder, bind: '127.0.0.1', appendonly: 'yes', save: '', ...settings };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => 50 });
  client.on('error', () => undefined); // it is down intentionally
  let server;
  const start = async () => {
    const command = prepare({ file: program, args, folder });
    server = spawnChild('redis', command.file, command.args, { env: { ...process.env, ...environment } });
    await until(() => isUp(port), { what: `Redis: ${server.output()}`, limitMs: 120_000 });
    return server;
  };
  return {
    port,
    folder,
    client,
    start,
    get server() {
      return server;
    },
    kill: () => server.kill('SIGKILL'),
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
    close: () => client.disconnect(),
  };
}

/** Resolves when it responds and has loaded its data. */
async function isUp(port) {
  const redis = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } finally {
    redis.disconnect();
  }
}
