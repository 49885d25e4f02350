import { Redis } from 'ioredis';
import { freePort } from '../../src/platform/embedded/program/free-port.js';
import { eventually } from './eventually.js';
import { type OwnRedis, createOwnRedis } from './redis-server.js';

const SLOTS = 16_384;
const PRIMARIES = 3;

/** A real cluster: three primaries with a third of the slots each, and one replica each. */
export interface OwnCluster {
  /** For REDIS_CLUSTER_NODES. */
  readonly nodes: string;
  readonly members: readonly OwnRedis[];
  /** The primary that has the slot of a key now. */
  primaryOf(key: string): Promise<OwnRedis>;
  remove(): Promise<void>;
}

export async function createOwnCluster(): Promise<OwnCluster> {
  const ports = await Promise.all(Array.from({ length: PRIMARIES * 2 }, freePort));
  const members = await Promise.all(ports.map((busPort) => createOwnRedis(clusterOptions(busPort))));
  await Promise.all(members.map((member) => member.start()));
  const clients = members.map(({ url }) => new Redis(url));
  clients.forEach((client) => client.on('error', () => undefined)); // a member killed by the test
  const primaryOf = async (key: string) => {
    const client = living(clients);
    const slot = await client.cluster('KEYSLOT', key);
    const ranges = await client.cluster('SLOTS');
    const [, , primary] = ranges.find(([from, to]) => from <= slot && slot <= to) ?? [];
    const port = primary?.[1];
    const found = members.find((member) => member.port === port);
    if (found === undefined) throw new Error(`No member has the slot ${slot}`);
    return found;
  };
  const remove = async () => {
    clients.forEach((client) => client.disconnect());
    await Promise.all(members.map((member) => member.remove()));
  };
  await join(clients, members, ports).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return { nodes: members.map(({ port }) => `127.0.0.1:${port}`).join(','), members, primaryOf, remove };
}

/** @param busPort for communication of the members; its default, their port plus 10000, may not be a valid port */
function clusterOptions(busPort: number): string[] {
  const options = { 'cluster-enabled': 'yes', 'cluster-port': busPort, 'cluster-node-timeout': 2_000 };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

async function join(clients: readonly Redis[], members: readonly OwnRedis[], busPorts: readonly number[]) {
  const primaries = clients.slice(0, PRIMARIES);
  const bound = (i: number) => Math.floor((i * SLOTS) / PRIMARIES);
  await Promise.all(
    primaries.map(async (primary, i) => {
      await primary.call('CLUSTER', 'SET-CONFIG-EPOCH', i + 1);
      await primary.call('CLUSTER', 'ADDSLOTSRANGE', bound(i), bound(i + 1) - 1);
    }),
  );
  for (const [i, { port }] of members.entries())
    await primaries[0]?.call('CLUSTER', 'MEET', '127.0.0.1', port, busPorts[i] ?? 0);
  await eventually(() => everyOne(clients, 'CLUSTER', 'INFO', /cluster_state:ok[^]*known_nodes:6/));
  const ids = await Promise.all(primaries.map((primary) => primary.cluster('MYID')));
  await Promise.all(
    clients.slice(PRIMARIES).map((replica, i) => replica.call('CLUSTER', 'REPLICATE', ids[i] ?? '')),
  );
  await eventually(() => everyOne(primaries, 'INFO', 'replication', /state=online/));
  // A replica is elected only if all members know it as one.
  await eventually(() => everyOne(clients, 'CLUSTER', 'NODES', /(?:[ ,]slave .*\n[^]*){3}/));
}

async function everyOne(clients: readonly Redis[], command: string, word: string, expected: RegExp) {
  for (const client of clients) {
    const answer = String(await client.call(command, word));
    if (!expected.test(answer)) throw new Error(`${word} says\n${answer}`);
  }
}

function living(clients: readonly Redis[]): Redis {
  const found = clients.find(({ status }) => status === 'ready');
  if (found === undefined) throw new Error('No member of the cluster lives');
  return found;
}
