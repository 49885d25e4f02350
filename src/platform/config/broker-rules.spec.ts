import { describe, expect, it } from '@jest/globals';
import { Config } from './config.js';

const CLUSTER = { REDIS_CLUSTER_NODES: 'redis-1:7001, redis-2', REDIS_PREFIX: '{celeriac}' };

describe('broker settings', () => {
  it('accept a list of servers, with or without ports', () => {
    const { redisClusterNodes } = new Config(CLUSTER);
    expect(redisClusterNodes).toEqual([
      { host: 'redis-1', port: 7001 },
      { host: 'redis-2', port: 6379 },
    ]);
    const { redisSentinels } = new Config({ REDIS_SENTINELS: '[fd00::1]:5000,10.0.0.1,[::1]' });
    expect(redisSentinels).toEqual([
      { host: 'fd00::1', port: 5000 },
      { host: '10.0.0.1', port: 26379 },
      { host: '::1', port: 26379 },
    ]);
  });

  it.each([
    'redis://one:1',
    'one:0',
    'one:65536',
    'one,',
    ':1',
    'one:1:2',
    'a b',
    'user@one:1',
    '[::1',
    'one:x',
  ])('refuse %s', (text) => {
    expect(() => new Config({ REDIS_SENTINELS: text })).toThrow(
      `REDIS_SENTINELS is ${JSON.stringify(text)}, but must be servers separated by commas, such as`,
    );
  });

  it('disable the embedded Redis, whichever is set', () => {
    expect(new Config(CLUSTER).hasOwnRedis).toBe(true);
    expect(new Config({ REDIS_SENTINELS: 'one' }).hasOwnRedis).toBe(true);
    expect(new Config({ REDIS_SENTINEL_NAME: 'main' }).hasOwnRedis).toBe(false);
  });

  it.each([
    ['celeriac', '{celeriac}'],
    ['{}shop', '{shop}'],
    ['}shop{', '{shop}'],
    ['{}', '{celeriac}'],
    ['{}{shop}', '{shop}'],
  ])('require a hash tag with a cluster: not %s, but %s', (prefix, wanted) => {
    const refused = () => new Config({ ...CLUSTER, REDIS_PREFIX: prefix });
    expect(refused).toThrow(`REDIS_PREFIX is "${prefix}", but with REDIS_CLUSTER_NODES`);
    expect(refused).toThrow(`REDIS_PREFIX=${wanted}\n`);
  });

  it.each(['{celeriac}', 'a.{b}', '{a}.b', '{a}{}', '{{a}'])('accept the hash tag of %s', (prefix) => {
    expect(new Config({ ...CLUSTER, REDIS_PREFIX: prefix }).redisPrefix).toBe(prefix);
  });

  it('report all contradictions at once', () => {
    const wrong = { REDIS_SENTINELS: 'a', REDIS_CLUSTER_NODES: 'b', REDIS_URL: 'redis://:hunter2@c/3' };
    const refused = () => new Config(wrong);
    expect(refused).toThrow('REDIS_SENTINELS and REDIS_CLUSTER_NODES are both set');
    expect(refused).toThrow('REDIS_PREFIX={celeriac}');
    expect(refused).toThrow('REDIS_URL is set, but with REDIS_CLUSTER_NODES it must end in /0');
    expect(refused).not.toThrow('hunter2');
  });

  it('accept a database without a cluster', () => {
    expect(
      new Config({ REDIS_SENTINELS: 'a', REDIS_URL: 'rediss://user:pw@unused/3' }).redisSentinelName,
    ).toBe('mymaster');
  });
});
