import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.js';
import { runToEnd, startProcess } from '../support/processes.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const SECRETS = {
  redis: 'r3dis-pass-w0rd',
  smtp: 'sm7p-pass-w0rd',
  dashboard: 'd4shboard-pass-w0rd',
  webhook: `whsec_${Buffer.from('a webhook secret of 24 bytes or more').toString('base64')}`,
  payload: randomBytes(32).toString('base64'),
  bearer: 'b3arer-t0ken-of-a-client',
  cookie: 'c00kie-of-a-browser',
  query: 'qu3ry-secret-of-a-caller',
};

/** The secrets that a text contains. */
function shownIn(text: string): string[] {
  return Object.entries(SECRETS).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));
}

describe('the output of the processes', () => {
  let own: OwnRedis;
  let admin: Redis;
  let sandbox: Sandbox;

  beforeAll(async () => {
    own = await createOwnRedis();
    await own.start();
    admin = new Redis(own.url);
    await admin.config('SET', 'requirepass', SECRETS.redis);
    sandbox = await createSandbox({
      REDIS_URL: own.url.replace('//', `//:${SECRETS.redis}@`),
      SMTP_URL: `smtp://mailer:${SECRETS.smtp}@127.0.0.1:1`,
      DASHBOARD_PASSWORD: SECRETS.dashboard,
      WEBHOOK_SECRETS: SECRETS.webhook,
      PAYLOAD_KEYS: SECRETS.payload,
      LOG_LEVEL: 'trace',
    });
  });

  afterAll(async () => {
    admin.disconnect();
    sandbox.redis.disconnect();
    await own.remove();
  });

  it('has no secret in it at any level, for any request, and also during outages', async () => {
    const [api, worker] = await Promise.all([
      startProcess('main', sandbox.variables),
      startProcess('worker', sandbox.variables),
    ]);
    const answers: string[] = [];
    const ask = async (path: string, init: { method?: string; body?: string; headers?: object } = {}) => {
      const headers = {
        Authorization: `Bearer ${SECRETS.bearer}`,
        Cookie: `sid=${SECRETS.cookie}`,
        ...init.headers,
      };
      const response = await fetch(`${api.url}${path}`, { ...init, headers });
      const text = await response.text();
      answers.push(text, JSON.stringify([...response.headers]));
      return { status: response.status, text };
    };
    const query = `token=${SECRETS.query}`;
    await ask(`/tasks?x=1&y=0&${query}`, { method: 'POST' });
    await ask('/tasks?x=1&y=0', { method: 'POST', headers: { Prefer: 'wait=10' } });
    await ask('/notify?email=ada@example.com', { method: 'POST' });
    for (const path of [
      '/health',
      '/openapi.json',
      '/dashboard',
      `/nowhere?${query}`,
      `/tasks/odd?${query}`,
      '/docs/',
    ])
      await ask(path);
    await ask('/tasks/math.divide', {
      method: 'POST',
      body: '{"a":',
      headers: { 'Content-Type': 'application/json' },
    });
    await eventually(() => expect(api.output()).toMatch(/EmailRequested failed/));
    await eventually(() => expect(worker.output()).toMatch(/division by zero/));
    // The broker's password changes: both are disconnected and cannot reconnect.
    await admin.config('SET', 'requirepass', 'another');
    await admin.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await eventually(() => expect(api.output()).toMatch(/Cannot reach the broker/));
    await eventually(() => expect(worker.output()).toMatch(/Cannot reach the broker/));
    for (const path of [
      '/health',
      '/health/ready',
      '/tasks',
      `/tasks/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e?${query}`,
    ])
      await ask(path);
    const probe = await fetch(`${worker.url}/health`);
    answers.push(await probe.text());
    await Promise.all([api.stop('SIGKILL'), worker.stop('SIGKILL')]);
    await admin.config('SET', 'requirepass', SECRETS.redis);
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.flatMap(shownIn)).toEqual([]);
    expect(api.output()).toContain('redis://');
    expect(shownIn(api.output())).toEqual([]);
    expect(shownIn(worker.output())).toEqual([]);
  });

  it('has no secret in it if a setting is invalid', async () => {
    const { code, output } = await runToEnd('main', {
      ...sandbox.variables,
      REDIS_URL: `http://:${SECRETS.redis}@x`,
      SMTP_URL: `x://:${SECRETS.smtp}@x`,
      WEBHOOK_SECRETS: `${SECRETS.webhook},odd`,
      PAYLOAD_KEYS: `${SECRETS.payload},odd`,
    });
    expect(code).toBe(1);
    expect(output).toContain('PAYLOAD_KEYS is set, but must be 32 random bytes in base64');
    expect(output).toContain('REDIS_URL is set');
    expect(shownIn(output)).toEqual([]);
  });

  it('explains how to generate a key if a task needs one', async () => {
    const { code, output } = await runToEnd('test-worker', { ...sandbox.variables, PAYLOAD_KEYS: '' });
    expect(code).toBe(1);
    expect(output).toMatch(/^redact of test\.secret .*set PAYLOAD_KEYS.*openssl rand -base64 32\n$/);
  });
});
