import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../src/platform/embedded/program/free-port.js';
import { eventually } from './eventually.js';
import { type OwnRedis, createOwnRedis, redisProgram } from './redis-server.js';

const NAME = 'main';
const QUORUM = 2;

/** A real primary with a replica, watched by three real Sentinels. */
export interface OwnSentinels {
  /** For REDIS_SENTINELS and REDIS_SENTINEL_NAME. */
  readonly addresses: string;
  readonly name: string;
  /** The two servers; the first is the primary at startup. */
  readonly servers: readonly [OwnRedis, OwnRedis];
  /** The current port of the primary, as known to the Sentinels. */
  primaryPort(): Promise<number>;
  remove(): Promise<void>;
}

export async function createOwnSentinels(): Promise<OwnSentinels> {
  const primary = await createOwnRedis();
  const replica = await createOwnRedis(['--replicaof', '127.0.0.1', String(primary.port)]);
  await Promise.all([primary.start(), replica.start()]);
  const folder = await mkdtemp(join(tmpdir(), 'celeriac-sentinels-'));
  const ports = await Promise.all([1, 2, 3].map(freePort));
  const processes = await Promise.all(ports.map((port) => startSentinel(folder, port, primary.port)));
  const clients = ports.map((port) => new Redis(port));
  clients.forEach((client) => client.on('error', () => undefined));
  await eventually(async () => {
    for (const client of clients) {
      const text = await client.info('sentinel');
      if (!/status=ok.*slaves=1,sentinels=3/.test(text)) throw new Error(text);
    }
  });

  const primaryPort = async () => {
    const answer = await clients[0]?.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME);
    return Number((answer as [string, string])[1]);
  };
  const remove = async () => {
    clients.forEach((client) => client.disconnect());
    await Promise.all([...processes.map(kill), primary.remove(), replica.remove()]);
    await rm(folder, { recursive: true, force: true });
  };
  const addresses = ports.map((port) => `127.0.0.1:${port}`).join(',');
  return { addresses, name: NAME, servers: [primary, replica], primaryPort, remove };
}

/** Sentinels write their state into their configuration. */
async function startSentinel(folder: string, port: number, primaryPort: number): Promise<ChildProcess> {
  const file = join(folder, `${port}.conf`);
  const lines = [
    `port ${port}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${primaryPort} ${QUORUM}`,
    `sentinel down-after-milliseconds ${NAME} 1500`,
    `sentinel failover-timeout ${NAME} 5000`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return spawn(redisProgram(), [file, '--sentinel'], { stdio: 'ignore' });
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
