import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import fc from 'fast-check';
import request from 'supertest';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { type DividePayload, DivideTask } from '../../src/features/tasks/divide.task.js';
import { InvalidInputError } from '../../src/platform/validation/invalid-input.error.js';
import { startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

describe('the data of a request', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi({
      ...sandbox.variables,
      WEBHOOK_SECRETS: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    });
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  const post = (path: string, body: string | Buffer, type = 'application/json') =>
    request(app.getHttpServer())
      .post(path)
      .set('Content-Type', type)
      .serialize((same) => same)
      .send(body as never);
  const webhook = (data: string) =>
    post(
      '/notifications',
      `{"channel":"webhook","url":"https://example.com/x","event":{"type":"a.b","data":${data}}}`,
    );

  /** The payload's data in the text stored in the broker. */
  async function stored(data: string): Promise<string> {
    const { body } = await webhook(data).expect(201);
    const [{ queue, task_id: id }] = body.items;
    const key = `${sandbox.prefix}:${queue}:${id}`;
    const { data: kept } = JSON.parse((await sandbox.redis.hget(key, 'data')) ?? '{}');
    return JSON.stringify(kept);
  }

  it('is stored completely, whatever its keys are', async () => {
    const KEYS = [
      'toString',
      'valueOf',
      'hasOwnProperty',
      'isPrototypeOf',
      '__defineGetter__',
      'then',
      'toJSON',
    ];
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(null, true, false),
        fc.string({ unit: 'grapheme' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(...KEYS)), tie('json'), { maxKeys: 3 }),
      ),
    }));
    const text = fc
      .dictionary(fc.constantFrom('a', 'b', ...KEYS), json, { maxKeys: 3 })
      .map((value) => JSON.stringify(value))
      .filter((one) => !/"(__proto__|constructor|prototype)":/.test(one));
    await fc.assert(
      fc.asyncProperty(text, async (data) => {
        expect(await stored(data)).toBe(data);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['{"id":12345678901234567890}', 'id'],
    ['{"ids":[1,{"id":-9007199254740995}]}', 'ids/1/id'],
    ['{"e":1e400}', 'e'],
    ['{"tiny":1e-400}', 'tiny'],
    ['{"x":0.1234567890123456789}', 'x'],
    ['{"a/b":-0}', 'a~1b'],
    ['{"a":1,"a":2}', 'a'],
    ['{"a":["\\ud800"]}', 'a/0'],
  ])('is refused with its location if it would change: %s', async (data, place) => {
    const { body } = await webhook(data).expect(422);
    expect(body).toMatchObject({ code: 'validation', errors: [{ pointer: `/event/data/${place}` }] });
  });

  it('is refused with its location in a batch and in the options too', async () => {
    const { body } = await post(
      '/tasks/batch',
      '{"tasks":[{"name":"math.divide","payload":{"x":1,"y":2}},{"name":"math.divide","payload":{"x":1e999,"y":2}}]}',
    ).expect(422);
    expect(body.errors).toMatchObject([{ pointer: '/tasks/1/payload/x' }]);
  });

  const email = '{"channel":"email","to":"ada@example.com","subject":"S","text":"caf?"}';
  it.each([
    ['Latin-1', '\xe9'],
    ['a byte that UTF-8 never has', '\xff'],
    ['an overlong slash', '\xc0\xaf'],
    ['half of a character', '\xc3'],
    ['an encoded surrogate', '\xed\xa0\x80'],
  ])('is refused with 400 in %s', async (_what, bytes) => {
    const { body } = await post('/notifications', Buffer.from(email.replace('?', bytes), 'latin1')).expect(
      400,
    );
    expect(body).toMatchObject({ code: 'malformed', detail: expect.stringContaining('UTF-8') });
  });

  it('may start with a byte order mark', async () => {
    await post('/tasks/math.divide', '\uFEFF{"payload":{"x":1,"y":1}}').expect(201);
  });

  it.each(['UTF8', 'utf8', 'UTF-8', '"utf-8"'])('may be sent with the charset %s', async (charset) => {
    const type = `application/json;charset=${charset}`;
    await post('/tasks/math.divide', '{"payload":{"x":1,"y":1}}', type).expect(201);
  });

  it.each(['/tasks?tag=caf%E9', '/tasks?tag=%', '/tasks?tag=%zz', '/tasks?%C0%AF=1', '/tasks/%FF'])(
    'is refused with 400 in a URL that is not UTF-8: %s',
    async (url) => {
      const { body } = await request(app.getHttpServer()).get(url).expect(400);
      expect(body.code).toBe('malformed');
    },
  );

  it('is refused with the location of an unknown key', async () => {
    const { body } = await webhook('{"a":[{"constructor":1}]}').expect(400);
    expect(body.detail).toBe('The key constructor is not allowed in a body (at /event/data/a/0).');
  });

  it('is checked only if the task exists', async () => {
    for (const body of ['', '{}', '{"payload":5}'])
      expect((await post('/tasks/unknown.name', body).expect(404)).body.code).toBe('task-type-not-found');
    expect((await post('/tasks/math.divide', '{}').expect(422)).body.errors).toEqual([
      { pointer: '/payload', message: 'payload must be an object, got nothing' },
    ]);
  });

  it('gets a short answer, however many problems it has', async () => {
    const wrong = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`k${i}`, 1]));
    const tasks = JSON.stringify({ tasks: Array.from({ length: 1_000 }, () => wrong) });
    const { body, text } = await post('/tasks/batch', tasks).expect(201);
    expect(text.length).toBeLessThan(1_000_000);
    expect(body.items).toHaveLength(1_000);
    const [first] = body.items;
    expect(first.problem.detail).toContain('82 fields');
    expect(first.problem.errors).toHaveLength(11);
    expect(first.problem.errors[10]).toEqual({
      pointer: '/tasks/0',
      message: 'and 72 more problems that are not listed',
    });
    expect(body.items[999].problem.errors).toHaveLength(2);
  });

  it('is refused cheaply if a list is too long', async () => {
    const to = Array.from({ length: 100_000 }, (_, i) => `a${i}`);
    const before = process.cpuUsage();
    const { body } = await post(
      '/notifications',
      JSON.stringify({ channel: 'email', to, subject: 's', text: 't' }),
    ).expect(422);
    expect(body.errors).toEqual([
      { pointer: '/to', message: 'to must have at most 100 items, got an array of 100000' },
    ]);
    // It took twelve seconds.
    expect(process.cpuUsage(before).user).toBeLessThan(1_500_000);
  });

  it('is checked in code as well', async () => {
    const submit = (payload: unknown) => app.get(TaskQueue).submit(DivideTask, payload as DividePayload);
    await expect(submit({ x: 1, y: Number.NaN })).rejects.toThrow('y is NaN: JSON has no such number');
    await expect(submit({ x: 1, y: 'two' })).rejects.toBeInstanceOf(InvalidInputError);
    await expect(submit({ x: 1, y: 2, toString: 1 })).rejects.toThrow('property toString should not exist');
    expect((await submit({ x: 1, y: 2 })).snapshot.status).toBe('PENDING');
  });
});
