import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { dumpOf } from '../support/redis-dump.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const PASSWORD = 'hunter2-"pässword"/and\\more';
const TOKEN = 'tok-en-4242424242\nsecond line of it';
const SECRETS = ['first-item-secret', 'second-item-secret'];
const PIN = 86_753_091;

const payload = (mode: string) => ({
  mode,
  password: PASSWORD,
  credentials: { user: 'ada', token: TOKEN },
  items: SECRETS.map((secret) => ({ secret, open: 'shown' })),
  pin: PIN,
});

/** The result of a task that received exactly this payload. */
const hashOf = (value: object) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Parts of secrets that must not be found anywhere. */
const LEAKS = ['hunter2', 'p%C3%A4ssword', '4242424242', 'second line of it', 'item-secret', String(PIN)];

function leaksIn(text: string): string[] {
  return LEAKS.filter((leak) => text.includes(leak));
}

describe('a task with secrets', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  let worker: StartedProcess;

  beforeAll(async () => {
    sandbox = await createSandbox({ LOG_LEVEL: 'trace' });
    [api, worker] = await Promise.all([
      startProcess('test-api', sandbox.variables),
      startProcess('test-worker', sandbox.variables),
    ]);
  });

  afterAll(async () => {
    await Promise.all([api.stop('SIGKILL'), worker.stop('SIGKILL')]);
    await sandbox.clean();
  });

  async function call(path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(`${api.url}${path}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'Content-Type': 'application/json', ...headers },
    });
    const text = await response.text();
    expect(leaksIn(text)).toEqual([]);
    return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : {} };
  }

  /** Submits the task and waits for its end; the response is stored under the key. */
  async function done(name: string, mode: string, options = {}) {
    const headers = { Prefer: 'wait=20', 'Idempotency-Key': randomUUID() };
    const body = { payload: payload(mode), options: { attempts: 1, ...options } };
    const { json } = await call(`/tasks/${name}`, body, headers);
    return json;
  }

  const final = (id: string) =>
    eventually(async () => {
      const { json } = await call(`/tasks/${id}`);
      expect(['SUCCESS', 'FAILURE']).toContain(json.status);
      return json;
    });

  it.each(['test.secret', 'test.secret-thread', 'test.secret-limited'])(
    '%s receives them in plain text',
    async (name) => {
      expect(await done(name, 'hash')).toMatchObject({ status: 'SUCCESS', result: hashOf(payload('hash')) });
    },
  );

  it.each(['test.secret', 'test.secret-thread'])(
    '%s can write them to its output, which is redacted',
    async (name) => {
      const task = await done(name, 'say');
      expect(task).toMatchObject({
        status: 'SUCCESS',
        progress: { all: '[redacted] [redacted] [redacted],[redacted] [redacted]', pin: '[redacted]' },
      });
      const { json } = await call(`/tasks/${task.task_id}/logs`);
      expect(json.lines).toEqual(['secrets: [redacted] [redacted] [redacted],[redacted] [redacted]']);
      await eventually(() =>
        expect(worker.output().match(/secrets: \[redacted\] \[redacted\]/g)?.length).toBeGreaterThanOrEqual(
          1,
        ),
      );
      await call(`/tasks/${task.task_id}/events`);
    },
  );

  it.each(['test.secret', 'test.secret-thread'])(
    '%s can fail because of them and be retried',
    async (name) => {
      const task = await done(name, 'fail');
      const message = 'cannot log in with [redacted] [redacted] [redacted],[redacted] [redacted]';
      expect(task).toMatchObject({ status: 'FAILURE', error: { type: 'Error', message } });
      expect((await call(`/tasks/${task.task_id}/retry`, {})).status).toBe(202);
      expect(await final(task.task_id)).toMatchObject({
        status: 'FAILURE',
        errors: [{ message }, { message }],
      });
      const replayed = await call(`/tasks/${task.task_id}/replay`, {});
      expect(await final(replayed.json.task_id)).toMatchObject({ status: 'FAILURE', error: { message } });
      const changed = await call(`/tasks/${task.task_id}/replay`, { payload: payload('hash') });
      expect(await final(changed.json.task_id)).toMatchObject({ result: hashOf(payload('hash')) });
    },
  );

  it('passes them to tasks that it submits, also from a thread', async () => {
    const { task_id: parent } = await done('test.secret-thread', 'submit');
    const child = await eventually(async () => {
      const { json } = await call('/tasks?name=test.secret');
      const found = json.items.find(({ parent_id }: { parent_id: string }) => parent_id === parent);
      expect(found).toMatchObject({ status: 'SUCCESS' });
      return found;
    });
    expect(child.result).toBe(hashOf({ ...payload('hash') }));
  });

  it('names the cause of death if it crashes its thread', async () => {
    const task = await done('test.secret-thread', 'crash');
    expect(task.error).toMatchObject({ type: 'ThreadDiedError' });
    expect(task.error.message).toContain('crashed with [redacted]');
  });

  it('can be submitted under a former name, and in a batch', async () => {
    expect(await done('test.former-secret', 'hash')).toMatchObject({ result: hashOf(payload('hash')) });
    const tasks = ['test.secret', 'test.secret-thread'].map((name) => ({ name, payload: payload('hash') }));
    const { json } = await call('/tasks/batch', { tasks });
    for (const { task_id } of json.items) expect((await final(task_id)).result).toBe(hashOf(payload('hash')));
  });

  it('does not repeat them in the problems of an invalid payload', async () => {
    const wrong = {
      ...payload('hash'),
      password: `#${PASSWORD}`,
      pin: String(PIN),
      pasword: PASSWORD,
      mode: 'odd',
    };
    const { status, json } = await call('/tasks/test.secret', { payload: wrong });
    expect(status).toBe(422);
    expect(json.errors.map(({ message }: { message: string }) => message).sort()).toEqual([
      'mode must be one of the following values: hash, say, fail, crash, submit, got "odd"',
      'password must not be [redacted], got [redacted]',
      'pin must be an integer number, got [redacted]',
      'property pasword should not exist',
    ]);
    const batch = await call('/tasks/batch', {
      tasks: [{ name: 'test.secret', payload: { ...wrong, credentials: TOKEN } }],
    });
    expect(batch.json.items[0].problem.errors).toHaveLength(5);
    const text = `{"payload":{"password":"hunter2","credentials":hunter2}}`;
    const response = await fetch(`${api.url}/tasks/test.secret`, {
      method: 'POST',
      body: text,
      headers: { 'Content-Type': 'application/json' },
    });
    const body = await response.text();
    expect([response.status, leaksIn(body)]).toEqual([400, []]);
  });

  it('is marked in the documentation', async () => {
    expect((await call('/openapi.json')).text).toContain('/tasks/test.secret');
    expect((await call('/task-types/test.secret')).json.redact).toEqual([
      'password',
      'credentials.token',
      'items.*.secret',
      'pin',
    ]);
  });

  it('leaves no trace of them in the broker, the lists and the logs', async () => {
    const { task_id: failed } = await done('test.secret', 'fail', { deduplicate: { key: 'k' }, tags: ['t'] });
    await call('/tasks/test.secret', { payload: payload('hash'), options: { delay_ms: 3_600_000 } });
    for (const path of ['/tasks', '/dead-letters', '/dead-letters?group=true', '/health', '/docs/'])
      await call(path);
    await call(`/tasks/${failed}/logs`);
    const dump = await dumpOf(sandbox.redis, sandbox.prefix);
    expect(dump).toContain('[redacted]v1.');
    expect(dump).toContain('idempotency:');
    expect(leaksIn(dump)).toEqual([]);
    await eventually(() => expect(worker.output()).toContain('cannot log in with [redacted]'));
    expect(leaksIn(api.output())).toEqual([]);
    expect(leaksIn(worker.output())).toEqual([]);
  });

  it('does not reveal them in the last output of a process that it crashes', async () => {
    const second = await startProcess('test-worker', { ...sandbox.variables, WORKER_NAME: 'second' });
    await worker.stop('SIGTERM');
    const { json } = await call('/tasks/test.secret', {
      payload: payload('crash'),
      options: { attempts: 1 },
    });
    await eventually(() => expect(second.child.exitCode).toBe(1));
    await eventually(() => expect(second.output()).toContain('crashed with [redacted]'));
    expect(leaksIn(second.output())).toEqual([]);
    expect(leaksIn(await dumpOf(sandbox.redis, sandbox.prefix))).toEqual([]);
    await call(`/tasks/${json.task_id}`);
  });
});
