import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiProperty } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { Type as Nested } from 'class-transformer';
import { IsArray, IsOptional, IsString, ValidateNested } from 'class-validator';
import request from 'supertest';
import { Config } from '../../src/platform/config/config.js';
import { CoreOptions } from '../../src/core/core-options.js';
import { Queues } from '../../src/core/bullmq/queues.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { KnownQueues, QueueDefinition } from '../../src/core/task/known-queues.js';
import { TaskRegistry } from '../../src/core/task/task-registry.js';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import { ExecutionModule } from '../../src/worker/execution.module.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { dumpOf } from '../support/redis-dump.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { runTask } from '../support/testing-kit/run-task.js';

class Account {
  @ApiProperty({ example: 'ada' })
  @IsString()
  user!: string;

  @ApiProperty({ example: 'hunter2' })
  @IsString()
  password!: string;
}

class LoginPayload {
  @ApiProperty({ type: Account })
  @ValidateNested()
  @Nested(() => Account)
  account!: Account;

  @ApiProperty({ type: [Account] })
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Nested(() => Account)
  others?: Account[];

  @ApiProperty({ type: [String] })
  @IsOptional()
  @IsString({ each: true })
  codes?: string[];
}

/** Returns its payload: results are not redacted. */
@Task({
  name: 'test.login',
  aliases: ['test.log-in'],
  queue: 'tasks',
  payload: LoginPayload,
  redact: ['account.password', 'others.*.password', 'codes'],
  attempts: 1,
})
class LoginTask implements TaskHandler<LoginPayload, string> {
  run(payload: LoginPayload): Promise<string> {
    return Promise.resolve(JSON.stringify(payload));
  }
}

@Module({ imports: [ExecutionModule], providers: [LoginTask] })
class LoginModule {}

const PAYLOAD = {
  account: { user: 'ada', password: 'hunter2' },
  others: [
    { user: 'bob', password: 'secret-of-bob' },
    { user: 'eve', password: 'secret-of-eve' },
  ],
  codes: ['code-one', 'code-two'],
};
const SECRET = /hunter2|secret-of|code-(one|two)/;
const OLD = randomBytes(32).toString('base64');
const NEW = randomBytes(32).toString('base64');

describe('a payload with secrets', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox({ PAYLOAD_KEYS: OLD });
    app = await startApi(sandbox.variables, { modules: [LoginModule] });
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  const api = (server = app) => request(server.getHttpServer());
  const read = async (id: string) => (await api().get(`/tasks/${id}`).expect(200)).body;
  const submit = async (payload: object = PAYLOAD, name = 'test.login'): Promise<string> =>
    (await api().post(`/tasks/${name}`).send({ payload }).expect(201)).body.task_id;
  const stored = async (id: string) => {
    const job = await app.get(Queues).get('tasks').getJob(id);
    if (job === undefined) throw new Error(`There is no job ${id}`);
    return job;
  };

  /** Runs a worker with these keys until the task is as expected. */
  async function workedBy(keys: string, id: string, expected: object) {
    const variables = { ...sandbox.variables, PAYLOAD_KEYS: keys };
    const worker = await startWorker(variables, { modules: [LoginModule] });
    try {
      return await eventually(async () => {
        const task = await read(id);
        expect(task).toMatchObject(expected);
        return task;
      });
    } finally {
      await worker.close();
    }
  }

  it('is stored encrypted in its secret fields, and unchanged in the others', async () => {
    const { data } = await stored(await submit());
    const sealed = expect.stringMatching(/^\[redacted\]v1\.[0-9a-f]{8}\.[\w-]+$/);
    expect(data).toEqual({
      account: { user: 'ada', password: sealed },
      others: [
        { user: 'bob', password: sealed },
        { user: 'eve', password: sealed },
      ],
      codes: sealed,
    });
    const before = structuredClone(PAYLOAD);
    const { id } = await app.get(TaskQueue).submit(LoginTask, PAYLOAD);
    const [first] = await app.get(TaskQueue).submitMany(LoginTask, [PAYLOAD]);
    for (const each of [id, first?.id ?? '']) expect((await stored(each)).data.codes).toEqual(sealed);
    expect(PAYLOAD).toEqual(before);
    expect(await dumpOf(sandbox.redis, sandbox.prefix)).not.toMatch(SECRET);
  });

  it.each(['test.login', 'test.log-in'])('is encrypted again when that of a %s is changed', async (name) => {
    const id = await submit({ account: { user: 'eve', password: 'former' } }, name);
    await sandbox.redis.hset(`${sandbox.prefix}:tasks:${id}`, 'name', name); // as before the task was renamed
    const change = (payload: object) => api().patch(`/tasks/${id}`).send({ payload });
    const { text } = await change({ ...PAYLOAD, account: { user: 7, password: 'hunter2' } }).expect(422);
    expect(text).not.toMatch(SECRET);
    expect((await change(PAYLOAD).expect(200)).text).not.toMatch(SECRET);
    expect(JSON.stringify((await stored(id)).data)).not.toMatch(SECRET);
    await workedBy(OLD, id, { status: 'SUCCESS', result: JSON.stringify(PAYLOAD) });
  });

  it('is encrypted with the first key and decrypted with any', async () => {
    const before = await submit();
    const rotated = await startApi(
      { ...sandbox.variables, PAYLOAD_KEYS: `${NEW}, ${OLD}` },
      { modules: [LoginModule] },
    );
    const { body } = await api(rotated).post('/tasks/test.login').send({ payload: PAYLOAD }).expect(201);
    const replayed = await api(rotated).post(`/tasks/${before}/replay`).expect(201);
    await rotated.close();
    for (const id of [before, body.task_id, replayed.body.task_id])
      await workedBy(`${NEW},${OLD}`, id, { status: 'SUCCESS', result: JSON.stringify(PAYLOAD) });
    const ids = await Promise.all(
      [before, body.task_id, replayed.body.task_id].map(
        async (id) => (await stored(id)).data.codes.split('.')[1],
      ),
    );
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[2]).toBe(ids[1]);
  });

  it('waits, visibly, for a worker with its key', async () => {
    const id = await submit();
    const task = await workedBy(NEW, id, { status: 'RETRY', error: { type: 'PayloadKeyError' } });
    const keyId = (await stored(id)).data.codes.split('.')[1];
    expect(task.error.message).toContain(`the key ${keyId}, which is not among PAYLOAD_KEYS`);
    await api().post(`/tasks/${id}/promote`);
    await workedBy(OLD, id, { status: 'SUCCESS', result: JSON.stringify(PAYLOAD) });
  });

  it('cannot be replayed unchanged if its key is gone, but with another payload', async () => {
    const id = await submit();
    const other = await startApi({ ...sandbox.variables, PAYLOAD_KEYS: NEW }, { modules: [LoginModule] });
    const { body } = await api(other).post(`/tasks/${id}/replay`).expect(409);
    expect(body).toMatchObject({
      code: 'state-conflict',
      detail: expect.stringContaining('Or give a payload'),
    });
    await api(other).post(`/tasks/${id}/replay`).send({ payload: PAYLOAD }).expect(201);
    await other.close();
  });

  it.each<[string, (data: any) => unknown]>([
    ['changed', (data) => ({ ...data, codes: `${data.codes.slice(0, -2)}AA` })],
    ['moved from another field', (data) => ({ ...data, codes: data.account.password })],
    ['replaced by a clear one', (data) => ({ ...data, codes: ['mine'] })],
  ])('is a FAILURE at once if it was %s in the broker', async (_how, change) => {
    const id = await submit();
    const job = await stored(id);
    await job.updateData(change(job.data));
    const task = await workedBy(OLD, id, { status: 'FAILURE', attempt: 1 });
    expect(task.error).toMatchObject({
      type: 'BrokenPayloadError',
      message: 'codes in the payload of test.login was modified in the broker after the submit.',
    });
  });

  it('is bound to its task', async () => {
    const id = await submit();
    const key = `${sandbox.prefix}:tasks:${id}`;
    await sandbox.redis.hset(key, 'name', 'test.log-in');
    await workedBy(OLD, id, { status: 'FAILURE', error: { type: 'BrokenPayloadError' } });
  });

  it('stays readable if its task is renamed or declares other secret fields', async () => {
    @Task({
      name: 'test.sign-in',
      aliases: ['test.login'],
      queue: 'tasks',
      payload: LoginPayload,
      redact: ['account'],
      attempts: 1,
    })
    class SignInTask extends LoginTask {}
    @Module({ imports: [ExecutionModule], providers: [SignInTask] })
    class SignInModule {}
    const id = await submit();
    const worker = await startWorker(sandbox.variables, { modules: [SignInModule] });
    await eventually(async () => expect(await read(id)).toMatchObject({ result: JSON.stringify(PAYLOAD) }));
    await worker.close();
  });

  it('runs unencrypted if it was stored before its task had secrets', async () => {
    const id = await submit();
    const job = await stored(id);
    await job.updateData(PAYLOAD);
    const options = JSON.stringify({ ...job.opts, sealed: undefined });
    await sandbox.redis.hset(`${sandbox.prefix}:tasks:${id}`, 'opts', options);
    await workedBy(OLD, id, { status: 'SUCCESS', result: JSON.stringify(PAYLOAD) });
  });

  it("does not mistake a client's text for an encrypted one", async () => {
    const { data } = await stored(await submit());
    const copied = { ...PAYLOAD, account: { user: 'eve', password: data.account.password } };
    const id = await submit(copied);
    await workedBy(OLD, id, { status: 'SUCCESS', result: JSON.stringify(copied) });
  });

  it('is limited by its size in plain text', async () => {
    const small = await startApi(
      { ...sandbox.variables, MAX_PAYLOAD_BYTES: '200' },
      { modules: [LoginModule] },
    );
    expect(JSON.stringify(PAYLOAD).length).toBeLessThan(200);
    await api(small).post('/tasks/test.login').send({ payload: PAYLOAD }).expect(201);
    await small.close();
  });

  it('is documented as write-only', async () => {
    const { body } = await api().get('/openapi.json').expect(200);
    const { Account: account, LoginPayload: payload } = body.components.schemas;
    expect(account.properties.password).toMatchObject({ writeOnly: true, format: 'password' });
    expect(account.properties.user).not.toHaveProperty('writeOnly');
    expect(payload.properties.codes).toMatchObject({ writeOnly: true, type: 'array' });
    expect(payload.properties.account).not.toHaveProperty('writeOnly');
  });

  it('needs no key in tests', async () => {
    const { result } = await runTask(LoginTask, PAYLOAD);
    expect(JSON.parse(result ?? '')).toEqual(PAYLOAD);
  });
});

describe('a task whose secrets cannot be protected', () => {
  /** Starts the task registry, without a broker. */
  async function startWith(redact: string[], keys: string): Promise<void> {
    @Task<any>({ name: 'test.bad', queue: 'tasks', payload: LoginPayload, redact })
    class BadTask extends LoginTask {}
    const { payloadKeys } = new Config({ PAYLOAD_KEYS: keys });
    const testing = Test.createTestingModule({
      imports: [DiscoveryModule],
      providers: [
        ...[TaskRegistry, BadTask, KnownQueues],
        { provide: CoreOptions, useValue: new CoreOptions({ payloadKeys }) },
        { provide: QueueDefinition, useValue: new QueueDefinition('tasks') },
      ],
    });
    await (await testing.compile()).init();
  }

  it.each([
    [
      ['account.password'],
      '',
      /redact of test\.bad \(BadTask\) requires account\.password to be encrypted, .* set PAYLOAD_KEYS .* openssl rand -base64 32/,
    ],
    [['acount.password'], OLD, /LoginPayload has no field acount\.password/],
    [['account.pasword'], OLD, /LoginPayload has no field account\.pasword/],
    [['others.password'], OLD, /LoginPayload has no field others\.password/],
    [
      ['account', 'account.password'],
      OLD,
      /account and account\.password overlap: they can be the same field/,
    ],
    [['account..password'], OLD, /"account\.\.password" is not a path/],
  ])('with redact %j does not start', async (redact, keys, message) => {
    await expect(startWith(redact, keys)).rejects.toMatchObject({
      name: 'WiringError',
      message: expect.stringMatching(message),
    });
  });

  it('starts without a key if nothing is secret', async () => {
    await startWith([], '');
  });
});
