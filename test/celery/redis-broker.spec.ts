import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Taken } from '../../src/bridges/celery/broker/celery-broker.js';
import { RedisBroker, type RedisBrokerSettings } from '../../src/bridges/celery/redis/redis-broker.js';
import { describeWithCelery } from '../support/celery-python.js';
import { eventually } from '../support/eventually.js';
import { kombu } from '../support/kombu.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';

const SETTINGS: RedisBrokerSettings = {
  celeryKeyPrefix: '',
  celeryPrioritySteps: [0, 3, 6, 9],
  celeryVisibilityTimeoutMs: 3_600_000,
  celeryPrefetch: 64,
};

const SEND = `
def send(body, priority=0, queue='celery', **headers):
    Producer(connection, serializer='json').publish(body, routing_key=queue, exchange='', priority=priority, headers=headers, correlation_id='c1', reply_to='r1')
`;

let server: OwnRedis;
let redis: Redis;
const brokers: RedisBroker[] = [];

beforeEach(async () => {
  server = await createOwnRedis();
  await server.start();
  redis = new Redis(server.url);
  redis.on('error', () => undefined); // one test stops the server
});

afterEach(async () => {
  await Promise.all(brokers.splice(0).map((broker) => broker.close()));
  redis.disconnect();
  await server.remove();
});

async function connect(settings: Partial<RedisBrokerSettings> = {}): Promise<RedisBroker> {
  const broker = new RedisBroker(server.url, { ...SETTINGS, ...settings });
  brokers.push(broker);
  await broker.connect();
  return broker;
}

/** All that a broker takes, without settling it. */
async function taking(broker: RedisBroker, queues: readonly string[] = ['celery']): Promise<Taken[]> {
  const taken: Taken[] = [];
  await broker.take(queues, (messages) => {
    taken.push(...messages);
    return Promise.resolve();
  });
  return taken;
}

function atLeast(count: number, taken: readonly Taken[]): Promise<void> {
  return eventually(() => expect(taken.length).toBeGreaterThanOrEqual(count));
}

/** No key is left. The lock is, for a moment. */
function nothingLeft(): Promise<void> {
  return eventually(async () => expect(await redis.keys('*')).toEqual([]));
}

const bodies = (taken: readonly Taken[]) => taken.map(({ body }) => JSON.parse(body.toString()) as unknown);

function envelope(id: string, changes: object = {}): string {
  const properties = {
    ...{ correlation_id: id, delivery_tag: id, body_encoding: 'base64', priority: 0 },
    delivery_info: { exchange: '', routing_key: 'celery' },
  };
  const body = Buffer.from(JSON.stringify(id)).toString('base64');
  return JSON.stringify({
    ...{ body, 'content-encoding': 'utf-8', 'content-type': 'application/json' },
    ...{ headers: { list: [], map: {} }, properties, ...changes },
  });
}

describeWithCelery("the broker in Redis, with Python's kombu", () => {
  it('takes what kombu sends, the most urgent first, and acknowledges it without a trace', async () => {
    await kombu(
      server.url,
      `${SEND}
for priority in (9, 4, 0, 6): send(priority, priority, color='red')`,
    );
    const broker = await connect();
    const taken = await taking(broker);

    await atLeast(4, taken);
    expect(bodies(taken)).toEqual([0, 4, 6, 9]);
    expect(taken[1]).toMatchObject({
      headers: { color: 'red' },
      properties: {
        ...{ contentType: 'application/json', contentEncoding: 'utf-8' },
        ...{ correlationId: 'c1', replyTo: 'r1', priority: 4 },
      },
      ...{ queue: 'celery', exchange: '', routingKey: 'celery', isRedelivered: false },
      deliveryTag: expect.stringMatching(/^[\da-f-]{36}$/),
    });

    await Promise.all(taken.map(({ acknowledge }) => acknowledge()));
    await nothingLeft();
  });

  it('keeps to the prefix and the steps of the producers', async () => {
    const options = { global_keyprefix: 'pre_', priority_steps: [0, 5] };
    await kombu(
      server.url,
      `${SEND}
for priority in (7, 1): send(priority, priority)`,
      { options },
    );
    const broker = await connect({ celeryKeyPrefix: 'pre_', celeryPrioritySteps: [0, 5] });
    const taken = await taking(broker);

    await atLeast(2, taken);
    expect(bodies(taken)).toEqual([1, 7]);
    expect((await redis.keys('*')).every((key) => key.startsWith('pre_'))).toBe(true);
    await taken[1]?.giveBack();
    await eventually(() => expect(taken[2]).toMatchObject({ queue: 'celery', isRedelivered: true }));
  });

  it('leaves what it took to kombu when it dies', async () => {
    await kombu(
      server.url,
      `${SEND}
send('work')`,
    );
    const broker = await connect();
    const taken = await taking(broker);
    await atLeast(1, taken);
    await broker.close();

    const [seen] = await kombu(
      server.url,
      `
def got(body, message):
    say([body, message.headers.get('redelivered'), message.delivery_tag])
    message.ack()
import time; time.sleep(1.1)
connection.default_channel.qos.restore_visible(num=10)
with Consumer(connection, queues=[Queue('celery', Exchange(''), 'celery', no_declare=True)], callbacks=[got], accept=['json']):
    connection.drain_events(timeout=20)`,
      { options: { visibility_timeout: 1 } },
    );
    expect(seen).toEqual(['work', true, taken[0]?.deliveryTag]);
    expect(await redis.exists('unacked', 'unacked_index')).toBe(0);
  });

  it('puts back what a Python consumer took and died with', async () => {
    await kombu(
      server.url,
      `${SEND}
send('work', 4)
def got(body, message): os._exit(0)
with Consumer(connection, queues=[Queue('celery', Exchange(''), 'celery', no_declare=True)], callbacks=[got], accept=['json']):
    connection.drain_events(timeout=20)`,
    );
    expect(await redis.hlen('unacked')).toBe(1);
    const [tag = ''] = await redis.zrange('unacked_index', 0, 0);
    await redis.zadd('unacked_index', 1, tag); // long ago

    const taken = await taking(await connect());
    await atLeast(1, taken);
    expect(taken[0]).toMatchObject({ isRedelivered: true, deliveryTag: tag, properties: { priority: 4 } });
  });

  it('sends tasks, replies and events that kombu receives', async () => {
    const broker = await connect();
    const properties = { correlationId: 'c2', priority: 9 };
    const message = { headers: { task: 'lab.add' }, properties, body: Buffer.from('{"á":[]}') };
    await broker.send('images', message);
    await broker.send('images', { ...message, properties: { correlationId: 'c3' } });
    await broker.reply('8d0b5f8c-0000-4000-8000-000000000001', message);

    const seen = await kombu(
      server.url,
      `
def got(body, message):
    say([body, message.headers, message.properties['correlation_id'], message.delivery_info['routing_key']])
    message.ack()
for name in ('images', '8d0b5f8c-0000-4000-8000-000000000001'):
    with Consumer(connection, queues=[Queue(name, Exchange(''), name, no_declare=True)], callbacks=[got], accept=['json']):
        connection.drain_events(timeout=20)
        if name == 'images': connection.drain_events(timeout=20)`,
    );
    expect(seen.slice(0, 2).map(([, , id]) => id as string)).toEqual(['c3', 'c2']);
    expect(seen[2]).toEqual([{ á: [] }, { task: 'lab.add' }, 'c2', '8d0b5f8c-0000-4000-8000-000000000001']);
  });

  it('lets replies that nobody reads expire', async () => {
    const broker = await connect();
    await broker.reply('8d0b5f8c-0000-4000-8000-000000000002', {
      headers: {},
      properties: {},
      body: Buffer.from('1'),
    });
    const left = await redis.ttl('8d0b5f8c-0000-4000-8000-000000000002');
    expect(left).toBeGreaterThan(86_000);
  });

  it('hears a control command, and answers the client', async () => {
    const broker = await connect({ celeryKeyPrefix: 'pre_' });
    await broker.hearControl(({ body }) => {
      const { ticket, reply_to } = JSON.parse(body.toString());
      const address = { exchange: reply_to.exchange as string, routingKey: reply_to.routing_key as string };
      const answer = {
        headers: { ticket, clock: 1 },
        properties: {},
        body: Buffer.from('{"w1":{"ok":"pong"}}'),
      };
      void broker.answerControl(address, answer);
    });
    const [replies] = await kombu(server.url, `say(app.control.ping(timeout=5, limit=1))`, {
      options: { global_keyprefix: 'pre_' },
    });
    expect(replies).toEqual([{ w1: { ok: 'pong' } }]);
  });

  it('refuses to answer at an exchange that is not for replies', async () => {
    const broker = await connect();
    await redis.sadd('_kombu.binding.celery', 'celery\u0006\u0016\u0006\u0016celery');
    const message = { headers: {}, properties: {}, body: Buffer.from('{}') };
    await broker.answerControl({ exchange: 'celery', routingKey: 'celery' }, message);
    expect(await redis.llen('celery')).toBe(0);
  });

  it('publishes events that a receiver of Celery reads', async () => {
    const broker = await connect();
    const event = { type: 'worker-heartbeat', hostname: 'w1', timestamp: 1, clock: 1, pid: 1, freq: 2 };
    const message = { headers: { hostname: 'w1' }, properties: {}, body: Buffer.from(JSON.stringify(event)) };
    const seen = kombu(
      server.url,
      `
with app.connection() as c:
    receiver = app.events.Receiver(c, handlers={'*': lambda event: (say([event['type'], event['hostname']]), os._exit(0))})
    receiver.capture(limit=None, timeout=20, wakeup=False)`,
    );
    const timer = setInterval(() => void broker.publishEvent('worker.heartbeat', message), 100);
    expect(await seen.finally(() => clearInterval(timer))).toEqual([['worker-heartbeat', 'w1']]);
  });
});

describe('the broker in Redis', () => {
  it('restores what another bridge died with, and takes it once', async () => {
    await redis.lpush('celery', envelope('t1'));
    const dead = await connect();
    await atLeast(1, await taking(dead));
    await dead.close();
    expect(await redis.hget('unacked', 't1')).toBe(`[${envelope('t1')},"","celery"]`);
    const [claim = ''] = await redis.zrange('unacked_celeriac', 0, 0);
    await redis.zadd('unacked_celeriac', 1, claim);

    const taken = await taking(await connect());
    await atLeast(1, taken);
    expect(taken[0]).toMatchObject({
      deliveryTag: 't1',
      isRedelivered: true,
      headers: { list: [], map: {} },
    });
    await taken[0]?.acknowledge();
    await nothingLeft();
  });

  it('hands over what cannot be read, without a claim, and goes on', async () => {
    const deep = `${'['.repeat(2_000)}${']'.repeat(2_000)}`;
    const hostile = ['{', '[]', 'null', deep, envelope('x', { properties: 7 }), envelope('a\nb')];
    await redis.lpush('celery', ...hostile, envelope('good'));
    const taken = await taking(await connect());

    await atLeast(hostile.length + 1, taken);
    expect(taken[0]?.body.toString()).toBe('{');
    expect(taken.at(-1)).toMatchObject({ deliveryTag: 'good' });
    await Promise.all(taken.map(({ acknowledge }) => acknowledge()));
    await nothingLeft();
  });

  it('passes by a key that is no list, and loses nothing where it may not record', async () => {
    await redis.set('celery', 'a text');
    await redis.set('unacked', 'a text');
    await redis.lpush('images', envelope('t1'));
    const taken = await taking(await connect(), ['celery', 'images']);
    await eventually(async () => expect(await redis.exists('unacked_index')).toBe(1)); // it has tried
    expect(await redis.llen('images')).toBe(1);
    await redis.del('unacked');
    await atLeast(1, taken);
  });

  it('shares a backlog with a neighbour: each message comes once, at most prefetch in a turn', async () => {
    const ids = Array.from({ length: 2_000 }, (_, i) => `t${i}`);
    await redis.lpush('celery', ...ids.map((id) => envelope(id)));
    const seen: string[] = [];
    const sizes: number[] = [];
    const take = async (messages: readonly Taken[]) => {
      sizes.push(messages.length);
      seen.push(...messages.map(({ deliveryTag }) => deliveryTag ?? ''));
      await Promise.all(messages.map(({ acknowledge }) => acknowledge()));
    };
    for (const broker of [await connect(), await connect()]) await broker.take(['celery'], take);

    await eventually(() => expect(seen.length).toBeGreaterThanOrEqual(ids.length));
    expect(new Set(seen)).toEqual(new Set(ids));
    expect(seen.length).toBe(ids.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64);
    await nothingLeft();
  });

  it('leaves the backlog where it is after stopTaking', async () => {
    const broker = await connect();
    const taken = await taking(broker);
    await broker.stopTaking();
    await redis.lpush('celery', envelope('t1'));
    await taking(broker, ['others']);
    await redis.lpush('others', envelope('t2'));
    await eventually(() => expect(taken.length).toBe(0));
    expect(await redis.llen('celery')).toBe(1);
  });

  it('rejects while Redis is away, says why without the password, and goes on when it is back', async () => {
    await redis.config('SET', 'requirepass', 'se:cret');
    const broker = new RedisBroker(server.url.replace('//', '//:se%3Acret@'), SETTINGS);
    brokers.push(broker);
    await broker.connect();
    expect(broker.problem).toBeUndefined();
    const taken = await taking(broker);
    await server.stop();
    const message = { headers: {}, properties: {}, body: Buffer.from('1') };

    await eventually(() => expect(broker.problem).toBeDefined());
    await expect(broker.send('celery', message)).rejects.toThrow(
      /^Celery's broker at redis:\/\/127.0.0.1:\d+\/0 does not/,
    );
    expect(broker.problem).not.toContain('cret');

    await server.start();
    await eventually(() => expect(broker.problem).toBeUndefined());
    await eventually(() => broker.send('celery', message));
    await atLeast(1, taken);
    expect(broker.reconnects).toBeGreaterThan(0);
  });
});
