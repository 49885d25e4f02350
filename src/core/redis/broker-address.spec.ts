import { describe, expect, it } from '@jest/globals';
import { CoreOptions } from '../core-options.js';
import { addressOf, readUrl } from './broker-address.js';

describe('REDIS_URL', () => {
  it.each([
    ['', undefined],
    ['/', undefined],
    ['/0', 0],
    ['/15', 15],
    ['/3?family=6', 3],
  ])('names with %j the database %p', (path, db) => {
    const { redisUrl } = new CoreOptions({ redisUrl: `redis://localhost:6379${path}` });
    expect(readUrl(redisUrl).db ?? 0).toBe(db ?? 0);
  });

  it.each(['p@ss/wo#rd', '100%', 'a:b', 'ünï', '[x]', 'a b', 'a\\b', '?&=+', 'plain'])(
    'passes the encoded password %s to Redis unchanged',
    (password) => {
      const { redisUrl } = new CoreOptions({
        redisUrl: `redis://app:${encodeURIComponent(password)}@localhost:1/0`,
      });
      expect(readUrl(redisUrl)).toMatchObject({
        username: 'app',
        password,
        host: 'localhost',
        port: 1,
        db: 0,
      });
    },
  );

  it('supports IPv6 addresses, TLS, and a password without a user', () => {
    expect(readUrl('rediss://:secret@[::1]:7000/2')).toMatchObject({
      ...{ host: '::1', port: 7_000, password: 'secret', db: 2, tls: expect.anything() },
    });
  });

  it('is shown without user, password and options', () => {
    const options = new CoreOptions({ redisUrl: 'redis://app:hunter2@[::1]:7000/2?password=hunter3' });
    expect(addressOf(options)).toBe('redis://[::1]:7000/2');
  });
});
