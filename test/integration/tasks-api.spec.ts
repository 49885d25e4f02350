import { describe, expect, it } from '@jest/globals';
import { Expirations } from '../../src/core/lifetime/expirations.js';
import { useApp } from '../support/use-api.js';

const HOUR_MS = 3_600_000;

describe('the tasks API without a worker', () => {
  const stand = useApp();
  const { api } = stand;
  const submit = (name: string, body: unknown) =>
    api().post(`/tasks/${name}`).set('Content-Type', 'application/json').send(JSON.stringify(body));

  it('greets', async () => {
    await api().get('/').expect(200, { message: 'Hello World' });
  });

  it('stores a division before it answers 201, with its Location', async () => {
    const { body, headers } = await api().post('/tasks?x=10&y=2').expect(201);
    expect(body).toEqual({ task_id: expect.any(String), status: 'PENDING' });
    expect(headers['location']).toBe(`/tasks/${body.task_id}`);
    expect(await stand.sandbox.redis.zrange(`${stand.sandbox.prefix}:tasks:prioritized`, 0, -1)).toContain(
      body.task_id,
    );
  });

  it('submits any registered task by its name', async () => {
    const { body } = await submit('math.count-primes', { payload: { n: 10 } }).expect(201);
    expect(body).toMatchObject({
      name: 'math.count-primes',
      queue: 'tasks',
      status: 'PENDING',
      result: null,
    });
    await api()
      .get(`/tasks/${body.task_id}`)
      .expect(200)
      .expect((response) => expect(response.body).toEqual(body));
  });

  it.each(['+10', '-10', '0', '-0', '007', '9007199254740991'])(
    'parses %j in a query as an integer',
    async (x) => {
      await api().post('/tasks').query({ x, y: 1 }).expect(201);
    },
  );

  it.each(['', ' ', '0x10', '1e3', '1.0', 'ten', '9007199254740992', '1_000', '--1'])(
    'refuses %j in a query as an integer',
    async (x) => {
      const { body } = await api().post('/tasks').query({ x, y: 1 }).expect(422);
      expect(body).toMatchObject({ code: 'validation', errors: [{ parameter: 'x' }] });
    },
  );

  it('refuses a duplicate parameter', async () => {
    const { body } = await api().post('/tasks?x=1&x=2&y=1').expect(422);
    expect(body.errors).toMatchObject([
      { parameter: 'x', message: expect.stringContaining('an array of 2') },
    ]);
  });

  it('points to every invalid or unknown field', async () => {
    const wrong = { payload: { x: '10', z: 1 }, priority: 'high' };
    const { body } = await submit('math.divide', wrong).expect(422);
    expect(body.errors).toEqual([
      { pointer: '/priority', message: expect.stringContaining('should not exist') },
    ]);
    const { body: inner } = await submit('math.divide', { payload: wrong.payload }).expect(422);
    const pointers = inner.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers.sort()).toEqual(['/payload/x', '/payload/y', '/payload/z']);
    expect(inner).toMatchObject({
      type: 'urn:celeriac:problem:validation',
      status: 422,
      instance: '/tasks/math.divide',
    });
  });

  it('answers an unknown task type with the known ones', async () => {
    const { body, type } = await submit('math.multiply', { payload: {} }).expect(404);
    expect(type).toBe('application/problem+json');
    expect(body.code).toBe('task-type-not-found');
    expect(body.detail).toContain('math.divide');
  });

  it.each(['wait', 'active', 'meta', '1', '00000000-0000-0000-0000-000000000000', 'x'.repeat(500)])(
    'answers 404 for the id %s',
    async (id) => {
      for (const path of [`/tasks/${id}`, `/result/${id}`]) {
        const { body } = await api().get(path).expect(404);
        expect(body.code).toBe('task-not-found');
      }
    },
  );

  describe('bodies', () => {
    const post = (body: string, type = 'application/json') =>
      api().post('/tasks/math.divide').set('Content-Type', type).send(body);

    it.each([
      ['no JSON', '{"payload":'],
      ['nested too deep', `{"payload":{"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`],
      [
        'too many keys',
        JSON.stringify({ payload: Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [i, i])) }),
      ],
      ['a long key', JSON.stringify({ payload: { x: 1, y: 1, ['k'.repeat(1_025)]: 1 } })],
      ['a __proto__ key', '{"payload":{"__proto__":{"x":1}}}'],
      ['a constructor key', '{"payload":{"constructor":{"prototype":{}}}}'],
    ])('are refused as malformed: %s', async (_what, body) => {
      const response = await post(body).expect(400);
      expect(response.body.code).toBe('malformed');
    });

    it.each([
      ['[]'],
      ['null'],
      ['"text"'],
      ['{}'],
      ['{"payload":null}'],
      ['{"payload":[]}'],
      ['{"payload":5}'],
    ])('are refused as invalid: %s', async (body) => {
      const response = await post(body).expect(422);
      expect(response.body.code).toBe('validation');
    });

    it('are refused over 1 MiB', async () => {
      const response = await post(JSON.stringify({ payload: { x: 'a'.repeat(1_048_577) } })).expect(413);
      expect(response.body.code).toBe('payload-too-large');
    });

    it('are refused without a JSON content type', async () => {
      const response = await post('x=1', 'application/x-www-form-urlencoded').expect(415);
      expect(response.body.code).toBe('unsupported-media-type');
    });

    it('are required', async () => {
      await api().post('/tasks/math.divide').expect(422);
    });
  });

  it('keeps a task that had expired before its submit for its retention', async () => {
    await api().put('/queues/tasks/pause').expect(200);
    const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
    for (const options of [
      { expires_at: ago(2 * HOUR_MS), retention_ms: 60_000 },
      { expires_at: ago(48 * HOUR_MS) },
      { expires_at: ago(2 * HOUR_MS), retention_ms: 60_000, delay_ms: HOUR_MS },
      { expires_at: ago(2 * HOUR_MS), retention_ms: 60_000, run_at: ago(3 * HOUR_MS) },
      { expires_at: ago(1), retention_ms: 60_000, run_at: new Date(Date.now() + HOUR_MS).toISOString() },
    ]) {
      const { body } = await submit('math.divide', { payload: { x: 6, y: 2 }, options }).expect(201);
      const read = async () => (await api().get(`/tasks/${body.task_id}`).expect(200)).body;
      const revoked = { status: 'REVOKED', revoke_reason: 'expired', finished_at: body.created_at };
      expect(await read()).toMatchObject(revoked); // while it is still in its queue
      await stand.app.get(Expirations).sweep();
      expect(await read()).toMatchObject(revoked);
    }
    await api().put('/queues/tasks/resume').expect(200);
  });

  it('answers an unknown path and an undecodable path with problems', async () => {
    expect((await api().get('/nowhere').expect(404)).body.code).toBe('not-found');
    expect((await api().get('/%zz').expect(400)).body.code).toBe('malformed');
  });

  it("gives every response a request id, the caller's own if it is harmless", async () => {
    expect((await api().get('/')).headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    expect((await api().get('/').set('X-Request-Id', 'abc-1')).headers['x-request-id']).toBe('abc-1');
    expect((await api().get('/').set('X-Request-Id', '<script>')).headers['x-request-id']).not.toContain('<');
  });
});
