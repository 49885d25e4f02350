import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { type CeleryStand, startCeleryStand } from '../support/celery-stand.js';
import { eventually } from '../support/eventually.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';

const LIMIT_MS = 120_000;
const REPLY_LIMIT_S = 30;
const SEPARATOR = '\u0006\u0016';

/** Commands as anybody can send them who reaches Celery's broker. */
describe("Celery's remote control", () => {
  let server: OwnRedis;
  let stand: CeleryStand;
  let redis: Redis;

  beforeAll(async () => {
    server = await createOwnRedis(['--appendonly', 'no']);
    await server.start();
    redis = new Redis(server.url);
    stand = await startCeleryStand({
      broker: server.url,
      results: server.url,
      variables: { CELERY_CONTROL: 'revoke' },
    });
    // The worker is a node once the bridge has read the list of workers.
    await eventually(async () => expect(await ask({ method: 'ping' }, 1)).toBeDefined());
  }, LIMIT_MS);

  afterAll(async () => {
    redis.disconnect();
    await stand.stop();
    await server.remove();
  }, LIMIT_MS);

  it(
    'does not wait for the ways through a regular expression',
    async () => {
      for (const pattern of [
        '(a|a?)+$',
        '(.*)*x',
        `${'(a|a)'.repeat(40)}x`,
        '(?=a)',
        '[',
        `${'.*'.repeat(100)}x`,
      ])
        await send({ method: 'ping', pattern, matcher: 'pcre' });
      expect(await ask({ method: 'ping', pattern: '^celeriac@lab', matcher: 'pcre' })).toEqual({
        ok: 'pong',
      });
    },
    LIMIT_MS,
  );

  it(
    'survives what is no command',
    async () => {
      const nested = `{"method":"ping","arguments":{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`;
      for (const body of ['', '{', 'null', '[]', '{"method":{}}', '{"__proto__":{"method":"ping"}}', nested])
        await publish(envelope(body));
      await publish('no envelope');
      await publish(JSON.stringify({ body: 5 }));
      await publish(envelope('{"method":"ping"}', { 'content-type': 'application/x-python-serialize' }));
      expect(await ask({ method: 'ping' })).toEqual({ ok: 'pong' });
    },
    LIMIT_MS,
  );

  it(
    'replies to many ids, and to none beyond the limit',
    async () => {
      const ids = (count: number) => Array.from({ length: count }, () => randomUUID());
      const [first, ...others] = ids(10_000);
      const reply = await ask({ method: 'revoke', arguments: { task_id: [first, ...others] } });
      expect(reply).toEqual({ ok: expect.stringContaining(` and 9000 more flagged as revoked`) });
      expect(await ask({ method: 'revoke', arguments: { task_id: ids(10_001) } })).toEqual({
        error: "ValueError('task_id has more than 10000 items')",
      });
      expect(await ask({ method: 'query_task', arguments: { ids: ids(1_001) } })).toEqual({
        error: "ValueError('ids has more than 1000 items')",
      });
      expect(await ask({ method: 'revoke', arguments: { task_id: [first, { $ne: 1 }] } })).toMatchObject({
        error: expect.stringContaining('TypeError'),
      });
    },
    LIMIT_MS,
  );

  it(
    'replies nowhere else than to those who wait for replies',
    async () => {
      const before = await redis.keys('*');
      await redis.sadd('_kombu.binding.other', ['stolen', '', 'stolen'].join(SEPARATOR));
      for (const reply_to of [
        { exchange: '', routing_key: 'stolen' },
        { exchange: 'other', routing_key: 'stolen' },
        { exchange: 'reply.celery.pidbox', routing_key: `stolen${SEPARATOR}` },
      ])
        await send({ method: 'ping', reply_to });
      expect(await ask({ method: 'ping' })).toEqual({ ok: 'pong' });
      expect(await redis.exists('stolen')).toBe(0);
      expect(await redis.keys('stolen*')).toEqual([]);
      expect(before).not.toContain('stolen');
    },
    LIMIT_MS,
  );

  it(
    'carries out no more than is allowed',
    async () => {
      for (const [method, args] of [
        ['shutdown', {}],
        ['pool_grow', { n: 100 }],
        ['rate_limit', { task_name: 'lab.add', rate_limit: '1/h' }],
        ['add_consumer', { queue: 'someone-elses' }],
      ] as const)
        expect(await ask({ method, arguments: args })).toEqual({
          error: `PermissionError('${method} needs CELERY_CONTROL=all; here it is revoke')`,
        });
      expect(await ask({ method: 'registered' })).toContain('lab.add');
    },
    LIMIT_MS,
  );

  it(
    'shows no passwords',
    async () => {
      for (const method of ['conf', 'stats', 'report'])
        expect(JSON.stringify(await ask({ method }))).not.toContain(
          new URL(server.url).password || 'password',
        );
    },
    LIMIT_MS,
  );

  /** The reply of the worker. */
  async function ask(command: object, limitS = REPLY_LIMIT_S): Promise<unknown> {
    const key = randomUUID();
    const list = `${key}.reply.celery.pidbox`;
    await redis.sadd('_kombu.binding.reply.celery.pidbox', [key, '', list].join(SEPARATOR));
    await send({ ...command, ticket: key, reply_to: { exchange: 'reply.celery.pidbox', routing_key: key } });
    const waiting = redis.duplicate();
    const [, text = '{}'] = (await waiting.brpop(list, limitS)) ?? [];
    waiting.disconnect();
    const { body = 'e30=' } = JSON.parse(text) as { body?: string };
    const replies = JSON.parse(Buffer.from(body, 'base64').toString()) as Record<string, unknown>;
    return replies[stand.node];
  }

  function send(command: object): Promise<unknown> {
    return publish(envelope(JSON.stringify({ arguments: {}, destination: null, ...command })));
  }

  function publish(text: string): Promise<unknown> {
    return redis.publish('/0.celery.pidbox', text);
  }
});

/** A message as kombu publishes it. */
function envelope(body: string, changes: object = {}): string {
  return JSON.stringify({
    body: Buffer.from(body).toString('base64'),
    'content-encoding': 'utf-8',
    'content-type': 'application/json',
    headers: { clock: 1, expires: Date.now() / 1_000 + 60 },
    properties: {
      delivery_mode: 2,
      delivery_info: { exchange: 'celery.pidbox', routing_key: '' },
      priority: 0,
      body_encoding: 'base64',
      delivery_tag: randomUUID(),
    },
    ...changes,
  });
}
