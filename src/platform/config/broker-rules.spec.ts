import { describe, expect, it } from '@jest/globals';
import { Config } from './config.js';

const CLUSTER = { REDIS_CLUSTER_NODES: 'redis-1:7001, redis-2', REDIS_PREFIX: '{celeriac}' };

describe('what names the broker', () => {
  it('is a list of servers, with a port or without', () => {
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
  ])('is refused where it says %s', (text) => {
    expect(() => new Config({ REDIS_SENTINELS: text })).toThrow(
      `REDIS_SENTINELS is ${JSON.stringify(text)}, but must be servers separated by commas, such as`,
    );
  });

  it('keeps the standalone from embedding one, whichever it is', () => {
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
  ])('must put the keys of a cluster into one slot: not %s, but %s', (prefix, wanted) => {
    const refused = () => new Config({ ...CLUSTER, REDIS_PREFIX: prefix });
    expect(refused).toThrow(`REDIS_PREFIX is "${prefix}", but with REDIS_CLUSTER_NODES`);
    expect(refused).toThrow(`REDIS_PREFIX=${wanted}\n`);
  });

  it.each(['{celeriac}', 'a.{b}', '{a}.b', '{a}{}', '{{a}'])('takes the hash tag of %s', (prefix) => {
    expect(new Config({ ...CLUSTER, REDIS_PREFIX: prefix }).redisPrefix).toBe(prefix);
  });

  it('is one kind of broker, and says all that does not fit together at once', () => {
    const wrong = { REDIS_SENTINELS: 'a', REDIS_CLUSTER_NODES: 'b', REDIS_URL: 'redis://:hunter2@c/3' };
    const refused = () => new Config(wrong);
    expect(refused).toThrow('REDIS_SENTINELS and REDIS_CLUSTER_NODES are both set');
    expect(refused).toThrow('REDIS_PREFIX={celeriac}');
    expect(refused).toThrow('REDIS_URL is set, but with REDIS_CLUSTER_NODES it must end in /0');
    expect(refused).not.toThrow('hunter2');
  });

  it('may have a database where it is no cluster', () => {
    expect(
      new Config({ REDIS_SENTINELS: 'a', REDIS_URL: 'rediss://user:pw@unused/3' }).redisSentinelName,
    ).toBe('mymaster');
  });
});
