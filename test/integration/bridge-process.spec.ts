import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, logLines, runToEnd, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describe('the bridge process', () => {
  let sandbox: Sandbox;
  let bridge: StartedProcess | undefined;

  const start = async (brokerUrl: string): Promise<StartedProcess> => {
    const celery = { CELERY_BROKER_URL: brokerUrl, CELERY_KEY_PREFIX: sandbox.prefix };
    bridge = await startProcess('bridge', { ...sandbox.variables, ...celery });
    return bridge;
  };

  beforeEach(async () => {
    sandbox = await createSandbox();
  });

  afterEach(async () => {
    await bridge?.stop('SIGKILL');
    await sandbox.clean();
  });

  it('does not start without a broker of Celery, and says what to set', async () => {
    const { code, output } = await runToEnd('bridge', sandbox.variables);
    expect(code).toBe(1);
    expect(output).toContain("CELERY_BROKER_URL is not set, but the bridge connects to Celery's broker");
    expect(output).not.toContain('    at ');
  });

  it('serves its health and its metrics, and stops in order', async () => {
    const started = await start(sandbox.variables['REDIS_URL'] ?? '');
    const { body } = await request(started.url).get('/health/ready').expect(200);
    expect(body).toMatchObject({
      status: 'ok',
      details: { redis: { status: 'up' }, celery: { status: 'up' } },
    });
    const { text } = await request(started.url).get('/metrics').expect(200);
    expect(text).toContain('celeriac_celery_broker_up 1\n');
    expect(text).toContain('celeriac_celery_ends_waiting 0\n');
    const { body: unknown } = await request(started.url).get('/tasks').expect(404);
    expect(unknown.message).toMatch(/^This is a bridge\. /);
    expect(await started.stop()).toBe(0);
  });

  it('is alive, but not ready, while the broker of Celery is away, and shows no password', async () => {
    const started = await start('redis://:hidden-word@127.0.0.1:1/0');
    const { body } = await request(started.url).get('/health/ready').expect(503);
    expect(body.error).toMatchObject({ celery: { status: 'down', message: expect.stringMatching(/\w/) } });
    await request(started.url).get('/health/live').expect(200);
    const { text } = await request(started.url).get('/metrics').expect(200);
    expect(text).toContain('celeriac_celery_broker_up 0\n');
    await eventually(() =>
      expect(started.output()).toMatch(/Celery's broker at \S+ does not answer: .*Trying again/),
    );
    expect(JSON.stringify(body) + started.output()).not.toContain('hidden-word');
    expect(await started.stop()).toBe(0);
  });

  it('takes messages from the queue, and says what it refuses', async () => {
    const started = await start(sandbox.variables['REDIS_URL'] ?? '');
    await sandbox.redis.lpush(`${sandbox.prefix}celery`, 'no message');
    const lines = () =>
      logLines(started).filter(({ context }: { context?: string }) => context === 'CeleryIngress');
    const expected = [
      expect.objectContaining({ level: 40, queue: 'celery' }),
      expect.objectContaining({ msg: expect.stringMatching(/^Taking tasks from celery at redis:/) }),
    ];
    await eventually(() => expect(lines()).toEqual(expect.arrayContaining(expected)));
    const { text } = await request(started.url).get('/metrics').expect(200);
    expect(text).toContain('celeriac_celery_messages_taken_total{queue="celery"} 1\n');
    expect(text).toMatch(/celeriac_celery_messages_refused_total\{reason="\w+"\} 1\n/);
  });
});
