import type { HostAndPort } from './host-list.js';

/** Settings that locate the broker. */
interface BrokerSettings {
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly redisSentinels: readonly HostAndPort[] | undefined;
  readonly redisClusterNodes: readonly HostAndPort[] | undefined;
}

/**
 * Checks broker settings that are valid one by one but not together. Returns one sentence per problem, each with its
 * fix.
 */
export function brokerProblems(settings: BrokerSettings): string[] {
  const { redisUrl, redisPrefix, redisSentinels, redisClusterNodes } = settings;
  if (redisClusterNodes === undefined) return [];
  const problems: string[] = [];
  if (redisSentinels !== undefined)
    problems.push(
      'REDIS_SENTINELS and REDIS_CLUSTER_NODES are both set, but a broker is either watched by Sentinels or a ' +
        'cluster: unset one',
    );
  if (!hasHashTag(redisPrefix))
    problems.push(
      `REDIS_PREFIX is ${JSON.stringify(redisPrefix)}, but with REDIS_CLUSTER_NODES it must have a hash tag, ` +
        `which puts all keys into one slot: REDIS_PREFIX={${redisPrefix.replaceAll(/[{}]/g, '') || 'celeriac'}}`,
    );
  if (!/^\/?0?$/.test(new URL(redisUrl).pathname))
    problems.push(
      'REDIS_URL is set, but with REDIS_CLUSTER_NODES it must end in /0: a cluster has no other database',
    );
  return problems;
}

/** Finds a hash tag the way Redis does: from the first opening brace to the next closing one, and not empty. */
function hasHashTag(prefix: string): boolean {
  return /^[^{]*\{[^}]+\}/.test(prefix);
}
