import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, runToEnd, startProcess } from '../support/processes.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, type Variables, createSandbox } from '../support/sandbox.js';

describe('a process without a broker at its start', () => {
  let redis: OwnRedis;
  let sandbox: Sandbox;
  const processes: StartedProcess[] = [];

  const urlOf = (database: number, login = '') =>
    redis.url.replace('redis://', `redis://${login}`).replace(/\/0$/, `/${database}`);
  const start = async (entry: 'main' | 'worker', variables: Variables) => {
    const started = await startProcess(entry, { ...sandbox.variables, ...variables });
    processes.push(started);
    return started;
  };

  beforeEach(async () => {
    redis = await createOwnRedis(['--databases', '16']);
    sandbox = await createSandbox({ REDIS_URL: redis.url });
  });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((started) => started.stop()));
    await redis.start(); // so that it can be cleaned
    await sandbox.clean();
    await redis.remove();
  });

  it.each([
    ['main', 'API listening on'],
    ['worker', 'is ready'],
  ] as const)(
    'logs, in %s, that it waits, without the password, and then that it is ready',
    async (entry, ready) => {
      const started = await start(entry, { REDIS_URL: urlOf(3, 'default:hunter-22@') });
      await eventually(() => expect(started.output()).toContain(`is waiting for Redis at ${urlOf(3)}"`));
      expect(started.output()).not.toContain(ready);
      await request(started.url).get('/health/ready').expect(503);
      await redis.start();
      await eventually(() => expect(started.output()).toContain(ready));
      await eventually(() => request(started.url).get('/health/ready').expect(200));
      expect(started.output()).not.toContain('hunter');
    },
  );

  it('never uses another database if Redis refuses the configured one', async () => {
    const started = [
      await start('main', { REDIS_URL: urlOf(99) }),
      await start('worker', { REDIS_URL: urlOf(99) }),
    ];
    await redis.start();
    for (const each of started) {
      await eventually(() => expect(each.output()).toContain('ERR DB index is out of range'));
      await request(each.url).get('/health/ready').expect(503);
      expect(each.output()).not.toMatch(/API listening on|is ready|Reconnected/);
    }
    const api = started[0]?.url ?? '';
    const refused = await request(api).post('/tasks?x=1&y=1').expect(503);
    expect(refused.body.code).toBe('broker-unavailable');
    expect(await sandbox.redis.dbsize()).toBe(0);
  });

  it.each(['main', 'worker'] as const)(
    'does not start %s with a database that does not exist',
    async (entry) => {
      await redis.start();
      const { code, output } = await runToEnd(entry, { ...sandbox.variables, REDIS_URL: urlOf(99) });
      expect(code).toBe(1);
      expect(output).toContain(
        'REDIS_URL names the database 99, but Redis refuses it: ERR DB index is out of range',
      );
      expect(output).not.toContain('    at ');
      expect(await sandbox.redis.dbsize()).toBe(0);
    },
  );

  it.each([
    ['HOST', 'no-such-host.invalid'],
    ['HOST', '192.0.2.1'],
  ])('does not start if %s is %s, an address of another machine', async (variable, value) => {
    for (const entry of ['main', 'worker'] as const) {
      const { code, output } = await runToEnd(entry, { ...sandbox.variables, [variable]: value });
      expect(code).toBe(1);
      expect(output).toContain(`HOST is "${value}", but must be a name or an address of this machine`);
      expect(output).not.toContain('    at ');
    }
  });
});
