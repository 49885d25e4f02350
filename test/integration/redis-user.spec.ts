import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, runToEnd } from '../support/processes.js';
import { useOwnBroker } from '../support/use-own-broker.js';

/** The ACL line of docs/deployment.md, with the prefix of this test. */
function documentedRules(prefix: string): string[] {
  const text = readFileSync(new URL('../../docs/deployment.md', import.meta.url), 'utf8');
  const [, rules] = /^ACL SETUSER celeriac (.+)$/m.exec(text) ?? [];
  if (rules === undefined) throw new Error('docs/deployment.md has no line ACL SETUSER celeriac …');
  return rules.replace('>PASSWORD', '>secret-pw-1').replaceAll('celeriac:', `${prefix}:`).split(' ');
}

describe('a Redis user', () => {
  const broker = useOwnBroker();
  let variables: Record<string, string>;

  const grant = (...rules: string[]) => broker.sandbox.redis.call('ACL', 'SETUSER', 'app', ...rules);
  const documented = () => documentedRules(broker.sandbox.prefix);
  const start = (entry: 'main' | 'worker') => broker.start(entry, variables);
  const runTask = async (api: StartedProcess) => {
    const { body } = await request(api.url).post('/tasks?x=6&y=2').expect(201);
    await eventually(async () => {
      const task = await request(api.url).get(`/tasks/${body.task_id}`);
      expect(task.body).toMatchObject({ status: 'SUCCESS', result: 3 });
    });
  };

  beforeEach(async () => {
    const url = new URL(broker.sandbox.variables['REDIS_URL'] ?? '');
    url.username = 'app';
    url.password = 'secret-pw-1';
    variables = { REDIS_URL: url.toString() };
    await grant('reset', 'on', ...documented().filter((rule) => rule !== 'on'));
  });

  it('needs only the documented rights, on the keys and channels of the prefix', async () => {
    const [api, worker] = [await start('main'), await start('worker')];
    await runTask(api);
    await eventually(async () => {
      const { body } = await request(api.url).get('/health').expect(200);
      expect(body).toMatchObject({ status: 'ok', details: { 'queue:tasks': { workers: 1 } } });
    });
    await request(api.url).post('/workers/_all/commands').send({ command: 'ping' }).expect(200);
    await request(api.url).get('/queues').expect(200);
    await request(api.url).get('/tasks').expect(200);
    expect(worker.output() + api.output()).not.toMatch(/NOPERM|may not use/);
  });

  it('may lack INFO, and the log names what is not monitored then', async () => {
    await grant('-info');
    const [api, worker] = [await start('main'), await start('worker')];
    await runTask(api);
    for (const each of [api, worker]) {
      expect(each.output()).toContain(
        'may not use INFO: its memory limit and eviction policy are not monitored',
      );
      expect(each.output()).not.toContain('Skipping the ready check');
    }
    expect(await worker.stop()).toBe(0);
  });

  it.each([
    ['main', ['evalsha', 'rpoplpush', 'subscribe']],
    ['worker', ['bzpopmin', 'time', 'xadd', 'zadd']],
  ] as const)(
    'stops the start of %s if it may not use %j, with the missing commands in the message',
    async (entry, commands) => {
      await grant(...commands.map((command) => `-${command}`));
      const { code, output } = await runToEnd(entry, { ...broker.sandbox.variables, ...variables });
      expect({ code, output }).toMatchObject({ code: 1 });
      const [, named] = /The user app of Redis may not use the commands ([a-z ]+)\./.exec(output) ?? [];
      expect(named?.split(' ').sort()).toEqual(commands);
      expect(output).not.toContain('    at ');
    },
  );

  it.each([
    ['keys of another prefix', 'resetkeys', '~other:*', 'the keys'],
    ['some of the keys', 'resetkeys', '~*:tasks:*', 'the keys'],
    ['channels of another prefix', 'resetchannels', '&other:*', 'the channels'],
  ])('with %s is refused at the start, too', async (_what, reset, pattern, named) => {
    await grant(reset, pattern);
    const { code, output } = await runToEnd('worker', { ...broker.sandbox.variables, ...variables });
    expect({ code, output }).toMatchObject({ code: 1 });
    expect(output).toContain(`may not use ${named} ${broker.sandbox.prefix}:`);
  });

  it('that loses a right is named in the log and in /health; the worker stops on SIGTERM, or continues once it is granted', async () => {
    const [api, worker, other] = [await start('main'), await start('worker'), await start('worker')];
    await runTask(api);
    await grant('-evalsha', '-eval');
    const said = /is impaired: The user app of Redis may not use the commands eval evalsha\b/;
    await eventually(() => expect(worker.output()).toMatch(said));
    await eventually(async () => {
      const { body } = await request(worker.url).get('/health').expect(503);
      expect(body.details.redis.message).toContain('may not use the commands eval evalsha');
    });
    await request(worker.url).get('/health/live').expect(200);
    const refused = await request(api.url).post('/tasks?x=6&y=2').expect(503);
    expect(refused.body.code).toBe('broker-unavailable');
    expect(await other.stop()).toBe(0);
    await grant('+evalsha', '+eval');
    await eventually(() => expect(worker.output()).toContain('The faults in Redis are resolved'));
    await runTask(api);
    expect(worker.output()).not.toContain('"outcome":"failed"');
  }, 60_000);
});
