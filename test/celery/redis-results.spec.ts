import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { ResultMeta } from '../../src/bridges/celery/protocol/result-meta.js';
import { RpcResults } from '../../src/bridges/celery/broker/rpc-results.js';
import { RedisBroker } from '../../src/bridges/celery/redis/redis-broker.js';
import { RedisReplies } from '../../src/bridges/celery/redis/redis-replies.js';
import { RedisResults } from '../../src/bridges/celery/redis/redis-results.js';
import { describeWithCelery } from '../support/celery-python.js';
import { eventually } from '../support/eventually.js';
import { kombu } from '../support/kombu.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';

const ZERO_DIVISION = { type: 'ZeroDivisionError', module: 'builtins', args: ['division by zero'] };

const SETTINGS = {
  ...{ celeryKeyPrefix: '', celeryPrioritySteps: [0] },
  ...{ celeryVisibilityTimeoutMs: 3_600_000, celeryPrefetch: 64 },
};

let server: OwnRedis;
let redis: Redis;
let results: RedisResults;

beforeEach(async () => {
  server = await createOwnRedis();
  await server.start();
  redis = new Redis(server.url);
  redis.on('error', () => undefined); // one test stops the server
  results = await connect();
});

afterEach(async () => {
  await results.close();
  redis.disconnect();
  await server.remove();
});

async function connect(
  celeryResultKeyPrefix = '',
  celeryResultExpiresMs = 86_400_000,
): Promise<RedisResults> {
  const made = new RedisResults(server.url, { celeryResultKeyPrefix, celeryResultExpiresMs });
  await made.connect();
  return made;
}

function meta(changes: Partial<ResultMeta> = {}): ResultMeta {
  return {
    ...{ id: 't1', state: 'SUCCESS' as const, result: 5, traceback: null, children: [] },
    ...{ groupId: null, parentId: null, doneAt: 1_764_410_000_000 },
    ...changes,
  };
}

const part = (index: number, result: unknown = index) => ({
  ...{ groupId: 'g1', taskId: `t${index}`, index, state: 'SUCCESS' as const, result },
});
const started = () => meta({ state: 'STARTED', doneAt: null, result: { pid: 1, hostname: 'h' } });
const failed = () => meta({ state: 'FAILURE', result: ZERO_DIVISION, traceback: 'Traceback' });
const signal = () => AbortSignal.timeout(20_000);

const stateIn = async (key = 'celery-task-meta-t1') => {
  const { status } = JSON.parse((await redis.get(key)) ?? '{}') as { status?: string };
  return status;
};

describe('results in Redis', () => {
  it('stay: SUCCESS always, and each final state before one that is not final', async () => {
    await results.store(started());
    expect(await stateIn()).toBe('STARTED');
    await results.store(failed());
    await results.store(started());
    expect(await stateIn()).toBe('FAILURE');
    await results.store(meta());
    await results.store(failed());
    expect(await stateIn()).toBe('SUCCESS');
  });

  it('stay if another program wrote them with its fields in another order', async () => {
    await redis.set('celery-task-meta-t1', '{"task_id": "t1", "status": "SUCCESS"}');
    await results.store(failed());
    expect(await stateIn()).toBe('SUCCESS');
    await redis.set('celery-task-meta-t1', 'no JSON');
    await results.store(failed());
    expect(await stateIn()).toBe('FAILURE');
  });

  it('leave a key alone that holds something else, and do not wait for it', async () => {
    await redis.lpush('celery-task-meta-t1', 'no result');
    const all = ['t0', 't1', 't2'].map((id) => results.store(meta({ id })));
    await Promise.all(all);
    expect(await redis.lrange('celery-task-meta-t1', 0, -1)).toEqual(['no result']);
    expect(await stateIn('celery-task-meta-t2')).toBe('SUCCESS');
  });

  it.each([
    ['res', 'res_celery-task-meta-t1'],
    ['res:', 'res:celery-task-meta-t1'],
  ])('have the prefix %s as Celery writes it, and never expire if so set', async (prefix, key) => {
    const prefixed = await connect(prefix, 0);
    await prefixed.store(meta());
    expect(await stateIn(key)).toBe('SUCCESS');
    expect(await redis.pttl(key)).toBe(-1);
    await prefixed.close();
  });

  it('are expected: told at once, and read if they were there before', async () => {
    const expected = await results.expect('t1');
    const states: string[] = [];
    expected.onState(({ state }) => states.push(state));
    const other = await connect();
    await other.store(started());
    await eventually(() => expect(states).toEqual(['STARTED']));
    await other.store(meta());
    expect(await expected.final(signal())).toMatchObject({ id: 't1', state: 'SUCCESS', result: 5 });
    expected.release();
    const late = await results.expect('t1');
    expect(await late.final(signal())).toMatchObject({ state: 'SUCCESS' });
    late.release();
    await eventually(async () => expect(await redis.pubsub('CHANNELS')).toEqual([]));
    await other.close();
  });

  it('are expected over an outage', async () => {
    const expected = await results.expect('t1');
    await server.stop();
    await eventually(() => expect(results.problem).toContain("Celery's result backend at redis://127.0.0.1"));
    await expect(results.store(meta())).rejects.toThrow('does not answer');
    await server.start();
    await eventually(() => results.store(failed()));
    expect(await expected.final(signal())).toMatchObject({ state: 'FAILURE', result: ZERO_DIVISION });
    expected.release();
  });

  it('end the wait with the reason of the signal', async () => {
    const expected = await results.expect('t1');
    const abort = new AbortController();
    const end = expected.final(abort.signal);
    abort.abort(new Error('no longer'));
    await expect(end).rejects.toThrow('no longer');
    expected.release();
  });
});

describe('the parts of a chord in Redis', () => {
  it('are complete when each has come, once, in the order of the header', async () => {
    await results.chords.setSize('g1', 3);
    expect(await results.chords.addPart(part(11))).toEqual({ size: 3, parts: [] });
    expect(await results.chords.addPart(part(11))).toEqual({ size: 3, parts: [] });
    await results.chords.addPart(part(2));
    const { parts, size } = await results.chords.addPart({
      ...part(0),
      ...{ state: 'FAILURE', result: { exc_type: 'KeyError', exc_message: ['x'], exc_module: 'builtins' } },
    });
    expect({ size, ids: parts.map(({ taskId }) => taskId) }).toEqual({ size: 3, ids: ['t0', 't2', 't11'] });
    await results.chords.forget('g1');
    expect(await redis.keys('*')).toEqual([]);
  });

  it('count what was added to the chord, and have no size with Celery 4', async () => {
    expect(await results.chords.addPart(part(0))).toMatchObject({ size: null, parts: [{ taskId: 't0' }] });
    await results.chords.setSize('g1', 1);
    await redis.incr('celery-taskset-meta-g1.t');
    expect(await results.chords.addPart(part(1))).toMatchObject({ size: 2, parts: [{}, {}] });
  });

  it('are not counted where a key holds something else', async () => {
    await redis.set('celery-taskset-meta-g1.j', 'a group with the id g1.j');
    expect(await results.chords.addPart(part(0))).toEqual({ size: null, parts: [] });
    await redis.lpush('celery-taskset-meta-g1', 'no group');
    expect(await results.chords.savedGroup('g1')).toBeNull();
  });

  it('have the structure that Python saved, and the results of its members', async () => {
    expect(await results.chords.savedGroup('g1')).toBeNull();
    await redis.set('celery-taskset-meta-g1', '{"result": [["g1", null], [[["t1", null], null]]]}');
    expect(await results.chords.savedGroup('g1')).toEqual([['g1', null], [[['t1', null], null]]]);
    await results.store(meta());
    await results.store({ ...started(), id: 't2' });
    const found = await results.chords.results(['t1', 't2', 't3']);
    expect([...found]).toEqual([['t1', meta()]]);
  });

  it('are counted in the list of an unordered chord, and fail it if they cannot be read', async () => {
    await redis.rpush('celery-taskset-meta-g1.j', '[1, "p1", "SUCCESS", NaN]');
    await results.chords.setSize('g1', 2);
    await results.chords.addPart(part(0));
    expect((await results.chords.addPart(part(0))).parts).toMatchObject([
      { state: 'FAILURE' },
      { result: 0 },
    ]);
  });
});

describeWithCelery("results in Redis, with Python's Celery", () => {
  it('are read by Python: a value, and an error as itself', async () => {
    const waiting = kombu(
      server.url,
      `
say(app.AsyncResult('t1').get(timeout=20))
try: app.AsyncResult('t2').get(timeout=20)
except ZeroDivisionError as error: say(str(error))`,
      { backend: server.url },
    );
    await eventually(async () => expect(await redis.pubsub('NUMSUB', 'celery-task-meta-t1')).toContain(1));
    await results.store(meta());
    await results.store({ ...failed(), id: 't2' });
    expect(await waiting).toEqual([5, 'division by zero']);
    expect(await redis.pttl('celery-task-meta-t1')).toBeGreaterThan(80_000_000);
  });

  it('of a chord are counted together', async () => {
    await results.chords.setSize('g1', 2);
    await kombu(
      server.url,
      `
from celery.app.task import Context
app.backend.on_chord_part_return(Context(id='p0', group='g1', group_index=0, chord=None), 'SUCCESS', {'a': []})`,
      { backend: server.url },
    );
    expect((await results.chords.addPart(part(1))).parts).toEqual([
      { taskId: 'p0', index: 0, state: 'SUCCESS', result: { a: [] } },
      { taskId: 't1', index: 1, state: 'SUCCESS', result: 1 },
    ]);
  });

  it('come as messages with rpc://', async () => {
    const replies = new RedisReplies(server.url, '');
    const broker = new RedisBroker(server.url, SETTINGS);
    const rpc = new RpcResults(broker, replies);
    const expected = await rpc.expect('t1');
    await kombu(
      server.url,
      `
Producer(connection).publish({'status': 'SUCCESS', 'result': [1], 'task_id': 't1'}, routing_key='${replies.name}', exchange='', correlation_id='t1')`,
    );
    expect(await expected.final(signal())).toMatchObject({ state: 'SUCCESS', result: [1] });
    expected.release();
    await rpc.close();
    await broker.close();
  });
});
