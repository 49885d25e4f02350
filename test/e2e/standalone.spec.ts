import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClient } from '@celeriac/client';
import { Redis } from 'ioredis';
import { isAlive, pidOf } from '../../src/platform/embedded/program/process-identity.js';
import { eventually } from '../support/eventually.js';
import { type Variables, createSandbox } from '../support/sandbox.js';
import { START_LIMIT_MS, type Standalone, createStandaloneFolder } from '../support/standalone.js';

jest.setTimeout(3 * START_LIMIT_MS);

describe('npm start', () => {
  let stand: ReturnType<typeof createStandaloneFolder>;
  let folder: string;

  beforeEach(() => {
    stand = createStandaloneFolder();
    folder = stand.folder;
  });

  afterEach(() => stand.remove());

  /** Without a history: see standalone-history.spec.ts. */
  function start(variables: Variables = {}): Standalone {
    return stand.start({ HISTORY_URL: 'off', ...variables });
  }

  function server(): string {
    return stand.server('redis');
  }

  async function submit(api: string): Promise<string> {
    return (await createClient({ url: api }).submit('math.divide', { x: 10, y: 2 })).id;
  }

  async function eventualStatus(api: string, id: string, status: string): Promise<void> {
    await eventually(async () =>
      expect(await (await fetch(`${api}/tasks/${id}`)).json()).toMatchObject({ status }),
    );
  }

  /** As docs/deployment.md gives it for redis-cli. */
  function password(): string {
    return readFileSync(join(folder, '.data/redis/password.conf'), 'utf8').trim().split(' ')[1] ?? '';
  }

  /** With `everysec` and a slow disk, confirmed writes stay in Redis' memory for up to two seconds. */
  async function written(url: string): Promise<void> {
    const redis = new Redis(url, { password: password() });
    await eventually(async () =>
      expect(await redis.info('persistence')).toMatch(/^aof_buffer_length:0\r?$/m),
    );
    redis.disconnect();
  }

  it('starts everything, prints its address, and leaves nothing running after it is stopped', async () => {
    const standalone = start();
    const [api, worker] = [await standalone.url('API'), await standalone.url('Worker')];
    expect(await standalone.hears(/^ {2}(curl .*)$/m)).toBe(`curl -X POST '${api}/tasks?x=10&y=2'`);
    expect((await fetch(`${api}/health`)).status).toBe(200);
    expect((await fetch(worker)).status).toBe(200);
    await eventualStatus(api, await submit(api), 'SUCCESS');
    expect(password()).toMatch(/^[0-9a-f]{64}$/);
    expect(standalone.said()).not.toContain(password());
    const redis = server();
    expect(isAlive(redis)).toBe(true);
    standalone.child.kill('SIGTERM');
    expect(await standalone.ended).toBe(0);
    expect(isAlive(redis)).toBe(false);
    expect(existsSync(join(folder, '.data/redis/embedded.json'))).toBe(false);
  });

  it('replaces a killed worker', async () => {
    const standalone = start();
    const api = await standalone.url('API');
    process.kill(standalone.pidOfChild('worker.js'), 'SIGKILL');
    await standalone.hears(/^(The worker died \(exit code 137\); restarting it …)$/m);
    const worker = await standalone.hears(/^The worker is now at (\S+)\.$/m);
    expect((await fetch(`${worker}/health`)).status).toBe(200);
    await eventualStatus(api, await submit(api), 'SUCCESS');
  });

  it('waits for the worker of a killed standalone, and names it', async () => {
    const first = start({ DIVIDE_DELAY_MS: '4000' });
    const id = await submit(await first.url('API'));
    await eventualStatus(await first.url('API'), id, 'STARTED');
    const worker = first.pidOfChild('worker.js');
    process.kill(worker, 'SIGSTOP'); // it would end with its task, which a slow start comes after
    first.child.kill('SIGKILL');
    const second = start();
    const found = second.hears(/^Waiting for the worker of an earlier start, process (\d+),.*$/m);
    await found.finally(() => process.kill(worker, 'SIGCONT'));
    expect(await found).toBe(String(worker));
    const api = await second.url('API');
    expect(() => process.kill(worker, 0)).toThrow('ESRCH');
    await eventualStatus(api, id, 'SUCCESS');
  });

  it('names the process that uses its port before it starts anything', async () => {
    const first = start();
    const { port } = new URL(await first.url('API'));
    const second = start({ PORT: port, DATA_DIR: 'elsewhere' });
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`port ${port}: it is in use by process ${first.pidOfChild('main.js')} (`);
    expect(second.said()).toMatch(/^ {2}PORT=\d+ npm start$/m);
    expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
  });

  it('keeps accepted tasks if Redis is killed', async () => {
    const standalone = start();
    const api = await standalone.url('API');
    const id = await submit(api);
    await eventualStatus(api, id, 'SUCCESS');
    await written(await standalone.hears(/^ {2}Redis +(redis:\S+)/m));
    process.kill(pidOf(server()), 'SIGKILL');
    await standalone.hears(/^(Redis died; restarting it)/m);
    await eventualStatus(api, id, 'SUCCESS');
    await eventually(async () => eventualStatus(api, await submit(api), 'SUCCESS'));
  });

  it('finds its Redis again after it was killed itself, and its children end', async () => {
    const first = start();
    const api = await first.url('API');
    const id = await submit(api);
    await eventualStatus(api, id, 'SUCCESS');
    const redis = server();
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start();
    expect(await second.url('Redis')).toBe(await first.url('Redis'));
    expect(server()).toBe(redis);
    await eventualStatus(await second.url('API'), id, 'SUCCESS');
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(isAlive(redis)).toBe(false);
  });

  it('lets the worker finish its running tasks on Ctrl-C', async () => {
    const first = start({ DIVIDE_DELAY_MS: '1500' });
    const api = await first.url('API');
    const id = await submit(api);
    await eventualStatus(api, id, 'STARTED');
    first.interrupt();
    expect(await first.ended).toBe(0);
    const second = start();
    await eventualStatus(await second.url('API'), id, 'SUCCESS');
  });

  it('uses the Redis of REDIS_URL, also from .env, and starts none', async () => {
    const sandbox = await createSandbox();
    const lines = [`REDIS_URL=${sandbox.variables['REDIS_URL']}`, `REDIS_PREFIX=${sandbox.prefix}`];
    writeFileSync(join(folder, '.env'), lines.join('\n'));
    const standalone = start();
    expect((await fetch(`${await standalone.url('API')}/health/ready`)).status).toBe(200);
    expect(standalone.said()).toContain('Redis      set by REDIS_URL');
    expect(existsSync(join(folder, '.data/redis'))).toBe(false);
    standalone.child.kill('SIGTERM');
    expect(await standalone.ended).toBe(0);
    await sandbox.clean();
  });

  it('reports every invalid environment variable and starts nothing', async () => {
    const standalone = start({ PORT: 'eighty', LOG_LEVEL: 'loud' });
    expect(await standalone.ended).toBe(1);
    expect(standalone.said()).toMatch(
      /^Invalid environment \(2 problems\):\n {2}- .*\n {2}- .*\nSee .env.example.*\n$/,
    );
    expect(existsSync(join(folder, '.data'))).toBe(false);
  });

  it('stops everything if a part cannot be started', async () => {
    const standalone = start({ NODE_ENV: 'production' }); // with it the API refuses to start without keys
    expect(await standalone.ended).toBe(1);
    expect(standalone.said()).toContain('The API exited before it was ready (exit code 1)');
    expect(readFileSync(join(folder, '.data/redis/redis.log'), 'utf8')).toContain(
      'Ready to accept connections',
    );
    expect(server()).toBe('no server');
  });
});
