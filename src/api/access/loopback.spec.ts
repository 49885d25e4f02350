import { describe, expect, it } from '@jest/globals';
import { FORWARDED, isLoopbackAddress, isLoopbackHost, whyNotLocal } from './loopback.js';

describe('loopback detection', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:0:0:1'])(
    'accepts a request from %s',
    (address) => expect(isLoopbackAddress(address)).toBe(true),
  );

  it.each([undefined, '', '10.0.0.1', '128.0.0.1', '0.0.0.0', '::', '::ffff:10.0.0.1', 'localhost'])(
    'refuses a request from %s',
    (address) => expect(isLoopbackAddress(address)).toBe(false),
  );

  it.each([
    'localhost',
    'LOCALHOST:8000',
    'a.b.localhost:1',
    'my-app2.localhost',
    '127.0.0.1',
    '127.0.0.1:8000',
    '127.1.2.3',
    '[::1]',
    '[::1]:8000',
  ])('accepts the host %s', (host) => expect(isLoopbackHost(host)).toBe(true));

  it.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    'evil-localhost',
    'a.localhost.evil.example',
    'a.localhostevil',
    'evil!a.localhost',
    '_.localhost',
    '[::1',
    '::1]',
    'x::1]',
    '[::1x',
    '.localhost',
    'localhost.',
    '127.0.0.1.evil.example',
    '127.0.0.1.nip.io:8000',
    '2130706433',
    '0x7f.0.0.1',
    '127.1',
    '10.0.0.1',
    '[::2]',
    '::1',
    'localhost:8000:80',
    'localhost@evil.example',
  ])('refuses the host %s', (host) => expect(isLoopbackHost(host)).toBe(false));
});

describe('a request to an API without keys', () => {
  const local = { headers: { host: 'localhost:8000' }, socket: { remoteAddress: '127.0.0.1' } };
  const why = (change: object) => whyNotLocal({ ...local, ...change });

  it('is answered if it is local', () => expect(whyNotLocal(local)).toBeUndefined());

  it('is refused if it comes from another machine', () =>
    expect(why({ socket: { remoteAddress: '10.0.0.9' } })).toContain('from another machine'));

  it.each(FORWARDED)('is refused when a proxy added %s', (name) =>
    expect(why({ headers: { ...local.headers, [name]: '' } })).toContain(`its header ${name}`),
  );

  it('is refused for another host name, with a remedy', () => {
    const reason = why({ headers: { host: 'evil.example:8000' } });
    expect(reason).toContain('another host than localhost');
    expect(reason).toMatch(/API_KEYS.*npm run key.*AUTH=none/);
  });
});
