import { describe, expect, it } from '@jest/globals';
import { Config } from './config.js';

const refusalOf = (variables: Record<string, string>): string => {
  try {
    new Config(variables);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('REDIS_URL', () => {
  it.each([
    '/abc',
    '/-1',
    '/1.5',
    '/1/2',
    '/0x1',
    '/99999999',
    '/1?db=2',
    '?db=2',
    '/0?keyPrefix=x',
    '/1#2',
    '/ 1',
  ])('is refused with the path %s, in one sentence that names it', (path) => {
    const refusal = refusalOf({ REDIS_URL: `redis://localhost:6379${path}` });
    expect(refusal).toContain('REDIS_URL is set, but must be a URL');
  });

  it.each([
    'p@ss/wo#rd',
    '12/34eta',
    'x@y/zeta',
    '100%',
    'hu?nter',
    'hu#nter',
    'a/b@c',
    'back\\slash',
    'two words',
    '%zz',
  ])('reveals nothing of the unencoded password %s, and explains how to encode it', (password) => {
    const refusal = refusalOf({ REDIS_URL: `redis://app:${password}@localhost:6379/0` });
    expect(refusal).toMatch(/REDIS_URL is set, but must be .*/);
    for (const part of password.split(/[@/#?%\\ ]/).filter(({ length }) => length > 2))
      expect(refusal).not.toContain(part);
  });
});

describe('another URL setting', () => {
  it.each([
    ['SMTP_URL', 'smtp://user:p@ss/wo#rd@mail:25'],
    ['SMTP_URL', 'smtp://user:100%@mail:25'],
    ['BLOB_S3_ENDPOINT', 'https://key:hunter22@minio:9000'],
    ['BLOB_S3_ENDPOINT', 'ftp://key:hunter22@minio:9000'],
    ['REDIS_SENTINELS', 'app:hunter22@one:26379'],
    ['REDIS_CLUSTER_NODES', 'redis://app:hunter22@one'],
    ['HOST', 'http://app:hunter22@one'],
  ])('is refused without revealing its password: %s=%s', (variable, value) => {
    const refusal = refusalOf({ [variable]: value });
    expect(refusal).toContain(`${variable} is set, but must be`);
    expect(refusal).not.toMatch(/hunter22|wo#rd|ss\/|100%@/);
  });
});

describe('HISTORY_URL', () => {
  it.each([
    'postgres://localhost/celeriac',
    'postgresql://app:p%40ss@db:5433/celeriac?sslmode=verify-full',
    'postgres://app@/celeriac?host=/var/run/postgresql',
    'postgres://app:hunter22@/celeriac?host=/run/a%20b&port=5499',
    'postgres:///celeriac?host=/tmp',
  ])('accepts %s', (url) => {
    expect(new Config({ HISTORY_URL: url })).toMatchObject({ historyUrl: url, hasOwnHistory: true });
  });

  it.each([
    ['mysql://app:hunter22@db/celeriac', 'starts with postgres:// or postgresql://'],
    ['postgres://app:hunter22@db', 'ends in the name of a database'],
    ['postgres://app:hunter22@/?host=/tmp', 'ends in the name of a database'],
    ['postgres://app:hunter22@db/a/b', 'ends in the name of a database'],
    ['postgres://db/celeriac?user=app&password=hunter22', 'without ?user='],
    ['postgres://app@db/celeriac?password=hunter22', 'without ?password='],
    ['postgres://app:hunter22@db/celeriac?sslmode=prefer', 'sslmode is one of disable, no-verify'],
    ['postgres://app:hun@ter22/x@db/celeriac', 'write % as %25'],
  ])('is refused with the mistake, but without the password: %s', (url, mistake) => {
    const refusal = refusalOf({ HISTORY_URL: url });
    expect(refusal).toContain('HISTORY_URL is set, but must be a URL');
    expect(refusal).toContain(mistake);
    expect(refusal).not.toMatch(/hunter22|ter22/);
  });

  it('is a choice if it is off, unlike if it is unset', () => {
    expect(new Config({ HISTORY_URL: 'off' })).toMatchObject({ historyUrl: undefined, hasOwnHistory: true });
    expect(new Config({ HISTORY_URL: '' })).toMatchObject({ historyUrl: undefined, hasOwnHistory: false });
  });

  it('is redacted where settings are shown', () => {
    const url = 'postgres://app:hunter22@db/celeriac';
    const shown = new Config({ HISTORY_URL: url, HISTORY_READ_URL: url }).toJSON();
    expect(shown).toMatchObject({ historyUrl: '[redacted]', historyReadUrl: '[redacted]' });
  });
});

describe('HOST', () => {
  it.each([
    ['[::1]', '::1'],
    ['::', '::'],
    ['0.0.0.0', '0.0.0.0'],
    ['localhost', 'localhost'],
    ['api_1.internal', 'api_1.internal'],
  ])('accepts %s', (text, host) => {
    expect(new Config({ HOST: text }).host).toBe(host);
  });

  it.each([
    'http://localhost',
    'localhost:8000',
    '[::1]:80',
    '[127.0.0.1]',
    '*',
    'a b',
    '1.2.3',
    '::g',
    '256.1.1.1',
  ])('refuses %s', (text) => {
    expect(refusalOf({ HOST: text })).toContain(
      `HOST is ${JSON.stringify(text)}, but must be a name or an address`,
    );
  });
});
