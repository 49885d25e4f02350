import { describe, expect, it } from '@jest/globals';
import { knowSecrets } from './known-secrets.js';
import { redactLine } from './redact-line.js';
import { redactText } from './redact-text.js';
import { SecretTexts } from './secret-texts.js';

describe('redactText', () => {
  it.each([
    ['redis://:s3cret@host:6379/0', 'redis://[redacted]@host:6379/0'],
    ['at smtps://user@mail.example:p@ss@host, tried', 'at smtps://[redacted]@host, tried'],
    ['REDISS://token@host', 'REDISS://[redacted]@host'],
    ['two: http://a:b@x/ http://c:d@y/', 'two: http://[redacted]@x/ http://[redacted]@y/'],
    ['Authorization: Basic YWRtaW46c2VjcmV0', 'Authorization: [redacted]'],
    ['proxy-authorization: anything at all', 'proxy-authorization: [redacted]'],
    [
      'GET / HTTP/1.1\r\nCookie: sid=1; other=2\r\nHost: x',
      'GET / HTTP/1.1\r\nCookie: [redacted]\r\nHost: x',
    ],
    ['Set-Cookie: sid=1', 'Set-Cookie: [redacted]'],
    ['X-API-Key: abc', 'X-API-Key: [redacted]'],
    ['x-api-key:abc', 'x-api-key:[redacted]'],
    ['Cookie:sid=1', 'Cookie:[redacted]'],
    ['cookie : sid=1, authorization : x', 'cookie : [redacted]'],
    ['authorization : x', 'authorization : [redacted]'],
    ['x-api-key : x', 'x-api-key : [redacted]'],
    ['Bearer abc123def and Bearer abc123xyz', 'Bearer [redacted] and Bearer [redacted]'],
    ['git+ssh2.x-y://a:b@host', 'git+ssh2.x-y://[redacted]@host'],
    ['?apikey=abc', '?apikey=[redacted]'],
    ['authorization=abc', 'authorization=[redacted]'],
    ['sent Bearer abc123def', 'sent Bearer [redacted]'],
    ['sent bearer aBcdefgh, refused', 'sent bearer [redacted], refused'],
    ['Basic YWRtaW46cGFzcw== is wrong', 'Basic [redacted] is wrong'],
    ['Digest 0a1b2c3d4e', 'Digest [redacted]'],
    ['the key cel_abcDEF123-_x was used', 'the key cel_[redacted] was used'],
    ['the token celt_WyJ0YXNr.pIdx-_Yg2j was used', 'the token celt_[redacted] was used'],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw is one', 'whsec_[redacted] is one'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.SflKxwRJSM end', 'jwt ey[redacted] end'],
    ['x-eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.', 'x-ey[redacted].'],
    ['jwe eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn end', 'jwe ey[redacted] end'],
    ['cut eyJhbGciOiJIUzI1NiJ9.eyJzd', 'cut ey[redacted]'],
    [
      '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- after',
      '-----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY----- after',
    ],
    ['-----BEGIN PRIVATE KEY-----\\nMIIE', '-----BEGIN PRIVATE KEY-----[redacted]'],
    ['/cb?state=1&access_token=abc#x', '/cb?state=1&access_token=[redacted]#x'],
    ['?password=a%20b&c=d', '?password=[redacted]&c=d'],
    ['?passwd=a&client_secret=b', '?passwd=[redacted]&client_secret=[redacted]'],
    ['?api_key=a&X-Amz-Signature=b', '?api_key=[redacted]&X-Amz-Signature=[redacted]'],
  ])('shows %j as %j', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  // A pattern that backtracks from every character would block the process for minutes. Case H1.
  it.each([
    ...[
      '?',
      'a.',
      '&a',
      '://a',
      'bearer a',
      '-----BEGIN ',
      'eyJ',
      'authorization ',
      'eyJ-',
      'eyJ0-0-',
      '&?',
      '@',
    ],
    ...['eyJabcdefgh.', 'cel_', 'http://@', '&token', 'A+', '"', 'whsec_+'],
  ])('takes linear time for repetitions of %j', (part) => {
    const text = part.repeat(200_000 / part.length);
    expect(redactText(`${text} cel_abcDEF123`)).toContain('cel_[redacted]');
    expect(redactText(`redis://user:secret@host ${text}`)).not.toContain('user:secret');
  });

  it.each([
    'math.divide succeeded after 3 ms',
    'https://example.com/path?query=1 and redis://host:6379',
    'ada@example.com wrote to bob@example.com about http://x/y',
    'http://x/a@b',
    'Basic authentication is off, bearer authentication too',
    'Bearer ab1',
    'cel_short, whsec_x, eyJ and ?token',
    'connect ECONNREFUSED 127.0.0.1:6379',
    'The key is tokens=5',
  ])('leaves %j unchanged', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('redactLine', () => {
  const line = (fields: object) => `${JSON.stringify(fields)}\n`;

  it.each([
    'authorization',
    'Proxy-Authorization',
    'cookie',
    'set-cookie',
    'password',
    'REDIS_PASSWORD',
    'smtpPassword',
    'passwd',
    'passphrase',
    'secret',
    'client_secret',
    'webhookSecrets',
    'token',
    'x-auth-token',
    'credentials',
    'apiKey',
    'API_KEYS',
    'x-api-key',
    'private_key',
    'privateKey',
    'payloadKeys',
    'SECRET_KEY',
    'signingKey',
    'encryption-key',
    'accessKey',
    'auth',
    'pass',
  ])('redacts values named %s at any depth', (name) => {
    const of = (value: unknown) =>
      line({ msg: 'm', err: { config: { list: [{ [name]: value, other: 1 }] } } });
    for (const value of ['plain', ['a', 'b'], { a: { b: 'c' } }, 12])
      expect(redactLine(of(value))).toBe(of('[redacted]'));
    for (const value of [null, true, false]) expect(redactLine(of(value))).toBe(of(value));
  });

  it.each(['key', 'author', 'passenger', 'compass', 'tokenizer', 'task_id', 'keys', 'authority', 'bypass'])(
    'keeps values named %s',
    (name) => {
      const fields = line({ [name]: 'shown', deep: { [name]: 1, msg: 'pass', token: null } });
      expect(redactLine(fields)).toBe(fields);
    },
  );

  it('redacts headers of a raw list', () => {
    const rawHeaders = ['Host', 'x', 'Cookie', 'sid=1', 'Authorization', 'abc', 'Accept', '*/*', 'cookie', 5];
    expect(redactLine(line({ rawHeaders }))).toBe(
      line({
        rawHeaders: [
          'Host',
          'x',
          'Cookie',
          '[redacted]',
          'Authorization',
          '[redacted]',
          'Accept',
          '*/*',
          'cookie',
          5,
        ],
      }),
    );
  });

  it('shows a failed Redis command without its arguments', () => {
    const err = { message: 'WRONGPASS', command: { name: 'auth', args: ['default', 'plain'] } };
    expect(redactLine(line({ err }))).toBe(
      line({ err: { message: 'WRONGPASS', command: { name: 'auth', args: '2 arguments' } } }),
    );
    expect(redactLine(line({ args: 'a text' }))).toBe(line({ args: 'a text' }));
  });

  it('redacts logins in text, with or without a name', () => {
    expect(redactLine(line({ msg: 'redis://a:b@c', stack: 'x\n  at redis://a:b@c' }))).toBe(
      line({ msg: 'redis://[redacted]@c', stack: 'x\n  at redis://[redacted]@c' }),
    );
    expect(redactLine(line({ token: 'x', list: ['Bearer abc123def'] }))).toBe(
      line({ token: '[redacted]', list: ['Bearer [redacted]'] }),
    );
  });

  it('redacts secrets of running tasks, and stays JSON', () => {
    const forget = knowSecrets(SecretTexts.of(['hun"ter2', 482_913]));
    const fields = line({ msg: 'is hun"ter2', pin: 482_913, n: 1 });
    expect(redactLine(fields)).toBe(line({ msg: 'is [redacted]', pin: '[redacted]', n: 1 }));
    forget();
    expect(redactLine(fields)).toBe(fields);
  });

  it('stays one line', () => {
    expect(redactLine(line({ a: 'x' }))).toBe(line({ a: 'x' }));
    expect(redactLine(line({ token: 'x' })).split('\n')).toHaveLength(2);
  });
});
