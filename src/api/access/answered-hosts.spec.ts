import { describe, expect, it } from '@jest/globals';
import { AnsweredHosts } from './answered-hosts.js';

const of = (settings: object) =>
  new AnsweredHosts({ hosts: undefined, auth: 'none', trustProxy: undefined, ...settings });
const asked = (host: string | undefined, more: object = {}, url = '/tasks', localAddress = '172.18.0.3') => ({
  url,
  headers: { ...(host !== undefined && { host }), ...more },
  socket: { localAddress },
});

/** Case M3: a page whose host name resolves to this server (DNS rebinding) could do everything. */
describe('a server without keys (AUTH=none)', () => {
  const hosts = of({});

  it.each([
    'localhost',
    'LocalHost:8000',
    'localhost.:8000',
    'a.localhost',
    '127.0.0.1:8000',
    '[::1]:8000',
    '[::1]',
  ])('answers to %s', (host) => expect(hosts.refusal(asked(host))).toBeUndefined());

  it.each([
    ...[
      undefined,
      '',
      'evil.example',
      'evil.example:8000',
      'EVIL.example.',
      'localhost.evil.example',
      'localhostx',
    ],
    ...[
      '10.0.0.1',
      '172.18.0.4:8000',
      '[::2]',
      '[fd00::1]:8000',
      '127.0.0.1.nip.io',
      'localhost:8000:80',
      'a@localhost',
    ],
    ...['localhost..', '2130706433', ' ', 'localhost evil.example', 'localhost,evil.example'],
  ])('does not answer to %j', (host) => expect(hosts.refusal(asked(host))).toContain('add it to HOSTS'));

  it('answers to the address that was connected to, as used by probes and Prometheus', () => {
    expect(hosts.refusal(asked('172.18.0.3:8000'))).toBeUndefined();
    expect(hosts.refusal(asked('172.18.0.3', {}, '/metrics', '::ffff:172.18.0.3'))).toBeUndefined();
    expect(hosts.refusal(asked('[fd00::1]:8000', {}, '/metrics', 'fd00::1'))).toBeUndefined();
  });

  it.each(['/health', '/health/live', '/health/ready', '/health?a=b'])(
    'accepts every host name for %s',
    (path) => {
      expect(hosts.refusal(asked('lb.example', {}, path))).toBeUndefined();
    },
  );

  it.each(['/health/', '/healthy', '/health/x', '/metrics', '/', 'http://lb.example/health'])(
    'does not accept every host name for %s',
    (path) => expect(hosts.refusal(asked('lb.example', {}, path))).toBeDefined(),
  );

  it.each([
    ['http://evil.example/tasks', false],
    ['https://localhost@evil.example/tasks', false],
    ['HTTP://localhost:8000/tasks', true],
  ])('checks the host name in the target %s', (url, isAnswered) => {
    expect(hosts.refusal(asked('localhost', {}, url)) === undefined).toBe(isAnswered);
  });

  it('ignores headers that only a trusted proxy may set', () => {
    const forwarded = { 'x-forwarded-host': 'api.example' };
    expect(hosts.refusal(asked('localhost', { 'x-forwarded-host': 'evil.example' }))).toBeUndefined();
    expect(of({ hosts: ['api.example'] }).refusal(asked('evil.example', forwarded))).toBeDefined();
  });
});

describe('a server with HOSTS', () => {
  const hosts = of({ hosts: ['api.example', 'inside', '[2001:db8::1]'], auth: 'keys', trustProxy: 1 });

  it.each([
    'api.example',
    'API.Example:443',
    'api.example.',
    'inside:8000',
    '[2001:db8::1]:8000',
    'localhost',
  ])('answers to %s', (host) => expect(hosts.refusal(asked(host))).toBeUndefined());

  it.each(['evil.example', 'x.api.example', 'api.example.evil.example', '2001:db8::1', '[2001:db8::2]'])(
    'does not answer to %s',
    (host) => expect(hosts.refusal(asked(host))).toBeDefined(),
  );

  it.each([
    ['api.example', true],
    ['api.example, inside', true],
    ['evil.example', false],
    ['api.example, evil.example', false],
    ['', false],
  ])('accepts %j as the original host behind a proxy', (forwarded, isAnswered) => {
    const refusal = hosts.refusal(asked('inside:8000', { 'x-forwarded-host': forwarded }));
    expect(refusal === undefined).toBe(isAnswered);
  });
});

it('a server with keys and without HOSTS answers to every name', () => {
  expect(of({ auth: 'keys' }).refusal(asked('anything.example'))).toBeUndefined();
});
