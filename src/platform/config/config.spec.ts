import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { Config, ConfigError } from './config.js';
import { settings } from './settings.js';

describe('Config', () => {
  it('has defaults for everything needed at a first start', () => {
    const config = new Config({});
    expect(config).toMatchObject({ port: 8000, host: '127.0.0.1', redisUrl: 'redis://localhost:6379/0' });
    expect(config.workerQueues).toBeUndefined();
    expect(config.hasOwnRedis).toBe(false);
    expect(config.smtpUrl).toBeUndefined();
  });

  it('lists every problem of the environment at once, with the expected values', () => {
    const wrong = {
      PORT: '80a',
      LOG_LEVEL: 'loud',
      REDIS_URL: 'http://:secret@redis',
      WORKER_QUEUES: 'tasks,My mail',
      FETCH_ALLOW_PRIVATE: 'yes',
    };
    expect(() => new Config(wrong)).toThrow(ConfigError);
    const message = messageOf(() => new Config(wrong));
    expect(message).toContain('Invalid environment (5 problems)');
    expect(message).toContain('PORT is "80a", but must be a whole number from 0 to 65535');
    expect(message).toContain('REDIS_URL is set, but must be a URL that starts with redis:// or rediss://');
    expect(message).toContain(
      'WORKER_QUEUES is "tasks,My mail", but must be a comma-separated list of queues, such as tasks,fetch',
    );
    expect(message).not.toContain('secret');
  });

  it('reads an empty variable as unset', () => {
    expect(new Config({ PORT: '', REDIS_URL: '' })).toMatchObject({ port: 8000, hasOwnRedis: false });
  });

  it.each([
    ['16', 16],
    ['tasks=2, fetch=32', { tasks: 2, fetch: 32 }],
    ['reports=2', { reports: 2 }],
  ])('reads the concurrency %s', (text, expected) => {
    expect(new Config({ WORKER_CONCURRENCY: text }).workerConcurrency).toEqual(expected);
  });

  it.each([
    'two\nlines',
    'two\r\nlines',
    'two\u2028lines',
    'two\u2029lines',
    'a\u0000b',
    'a\tb',
    'x'.repeat(201),
  ])('refuses a worker name that would break log lines: %j', (name) => {
    expect(() => new Config({ WORKER_NAME: name })).toThrow('WORKER_NAME');
    expect(new Config({ WORKER_NAME: 'worker 1-ä' }).workerName).toBe('worker 1-ä');
  });

  it.each(['0', '1001', 'tasks', 'tasks=0', 'tasks=1=2', 'My mail=3', ',', '-1'])(
    'refuses the concurrency %s',
    (text) => {
      expect(() => new Config({ WORKER_CONCURRENCY: text })).toThrow('WORKER_CONCURRENCY');
    },
  );

  it('refuses durations longer than a timer can wait', () => {
    // These are compared with a clock; no timer waits for them.
    const clocked = ['RESULT_RETENTION_MS', 'CELERY_RESULT_EXPIRES_MS', 'FETCH_CACHE_TTL_MS', 'SESSION_MS'];
    const durations = Object.values(settings).filter(({ variable }) => /_(MS|SECONDS?)$/.test(variable));
    expect(durations.length).toBeGreaterThan(10);
    const taking = (text: string) =>
      durations.map(({ variable }) => variable).filter((one) => isTaken(one, text));
    expect(taking(String(2 ** 31)).sort()).toEqual(clocked.sort());
    for (const none of ['-1', '1.5', 'Infinity', 'NaN', '1e3', '0x10', '9007199254740993'])
      expect([none, ...taking(none)]).toEqual([none]);
  });

  it('never shows its secrets', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const config = new Config({
      REDIS_URL: 'redis://:hunter2@redis',
      DASHBOARD_PASSWORD: 'hunter3',
      PAYLOAD_KEYS: key,
    });
    for (const picture of [
      JSON.stringify({ config }),
      inspect(config),
      inspect({ a: { config } }, { depth: 9 }),
    ]) {
      expect(picture).toMatch(/port"?: ?8000/);
      expect(picture).toMatch(/redisUrl"?: ?["']\[redacted\]/);
      expect(picture).not.toMatch(/hunter|BwcHBwcH|0?7, ?0?7|07 07/);
    }
    expect(config.toJSON()).toMatchObject({ payloadKeys: '[redacted]', smtpUrl: undefined, port: 8_000 });
    expect([config.redisUrl, config.payloadKeys]).toEqual(['redis://:hunter2@redis', [Buffer.alloc(32, 7)]]);
  });

  it('marks every setting with a secret name as secret', () => {
    const telling = /URL$|PASSWORD|SECRET|TOKEN|KEYS?$/;
    const named = Object.values(settings).filter(({ variable }) => telling.test(variable));
    expect(named.length).toBeGreaterThanOrEqual(5);
    // These addresses are known to everybody who uses the console.
    const open = named.filter(({ isSecret }) => !isSecret).map(({ variable }) => variable);
    expect(open).toEqual(['PUBLIC_URL', 'TRACE_URL']);
  });

  it.each(['x', 'MDEy', `${'A'.repeat(43)}=,`, 'A'.repeat(44), `${'A'.repeat(42)}_=`, `${'A'.repeat(44)}==`])(
    'refuses %p as a key without showing it',
    (keys) => {
      const message = messageOf(() => new Config({ PAYLOAD_KEYS: keys }));
      expect(message).toContain('PAYLOAD_KEYS is set, but must be 32 random bytes in base64');
    },
  );

  it('cannot be changed', () => {
    const config = new Config({});
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  });
});

function isTaken(variable: string, text: string): boolean {
  try {
    return new Config({ [variable]: text }) instanceof Config;
  } catch (error) {
    expect(String(error)).toContain(`${variable} is ${JSON.stringify(text)}, but must be`);
    return false;
  }
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected it to throw');
}
