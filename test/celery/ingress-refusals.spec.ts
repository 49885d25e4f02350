import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BridgeCounters } from '../../src/bridges/celery/process/bridge-counters.js';
import { CeleryIds } from '../../src/bridges/celery/calls/celery-ids.js';
import type { IngressQueues } from '../../src/bridges/celery/ingress/ingress-queues.js';
import { Ingress } from '../../src/bridges/celery/ingress/ingress.js';
import { Cancellation, Keys } from '../../src/core/index.js';
import { eventually } from '../support/eventually.js';
import { type TestTaken, delivered, startIngressRoom } from '../support/ingress-room.js';

type Room = Awaited<ReturnType<typeof startIngressRoom>>;

const IN_AN_HOUR = Date.now() + 3_600_000;

describe('messages from Celery that become no tasks', () => {
  let room: Room;
  let id: string;

  beforeAll(async () => {
    room = await startIngressRoom();
  });

  afterAll(() => room.stop());

  beforeEach(() => {
    id = randomUUID();
    room.results.isAway = () => false;
  });

  const kept = async (): Promise<Record<string, unknown>[]> => {
    const key = room.get(Keys).bridge('celery', 'refused');
    return (await room.sandbox.redis.lrange(key, 0, -1)).map(
      (text) => JSON.parse(text) as Record<string, unknown>,
    );
  };
  const unreadable = (changes: Partial<TestTaken>): TestTaken => ({ ...delivered(id), ...changes });

  it.each([
    ['unknown_task', () => delivered(id, { task: 'test.none' }), 'NotRegistered', 'test.none'],
    // It is ours, but does not declare `celery`.
    [
      'unknown_task',
      () => delivered(id, { task: 'operations.bulk-action' }),
      'NotRegistered',
      'operations.bulk-action',
    ],
    ['unknown_task', () => delivered(id, { task: '__proto__' }), 'NotRegistered', '__proto__'],
    ['arguments', () => delivered(id, { args: [1, 2] }), 'TypeError', /^bridged\(\) takes 1 positional/],
    ['arguments', () => delivered(id, { args: [] }), 'TypeError', /missing 1 required .* 'how'$/],
    ['arguments', () => delivered(id, { kwargs: { x: 1 } }), 'TypeError', /unexpected keyword .* 'x'$/],
    ['payload', () => delivered(id, { args: [5] }), 'ValueError', /how must be a string/],
    ['json', () => unreadable({ body: Buffer.from('[[NaN], {}, null]') }), 'DecodeError', /NaN/],
    [
      'encoding',
      () => unreadable({ properties: { contentType: 'application/x-python-serialize' } }),
      'ContentDisallowed',
      /./,
    ],
  ])('%s: are answered, kept and counted', async (reason, message, type, text) => {
    const taken = message();
    expect(await room.run(taken)).toBeUndefined();
    expect(taken.became).toEqual(['acknowledged']);
    expect(await room.tasksOf(id)).toEqual([]);
    const meta = room.results.stored.at(-1);
    expect(meta).toMatchObject({ id, state: 'FAILURE', result: { type } });
    expect((meta?.result as { args: unknown[] }).args[0]).toMatch(text);
    expect(room.canvas.calls).toContain(`${id} ended as FAILURE`);
    expect((await kept())[0]).toMatchObject({ reason, task_id: id, queue: 'celery' });
    expect(
      room
        .get(BridgeCounters)
        .refused.entries()
        .map(([word]) => word),
    ).toContain(reason);
  });

  it('and have no id are kept', async () => {
    const nothing = { headers: {}, properties: {}, body: Buffer.from('no message') };
    const taken = unreadable(nothing);
    await room.run(taken);
    expect(taken.became).toEqual(['acknowledged']);
    expect((await kept())[0]).toMatchObject({ reason: 'encoding', task_id: null, body: 'no message' });
  });

  it('and have headers that are deeper than JSON can be written are kept', async () => {
    const taken = delivered(id, { task: 'test.none' });
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    await room.run({ ...taken, headers: { ...taken.headers, deep } });
    expect(taken.became).toEqual(['acknowledged']);
    expect((await kept())[0]).toMatchObject({ reason: 'json', task_id: id, headers: null });
  });

  it('may be sent again with other arguments', async () => {
    await room.run(delivered(id, { args: [5] }));
    expect(await room.get(CeleryIds).find([id])).toEqual(new Map());
    await room.run(delivered(id, {}, { tag: 'second' }));
    expect(await room.tasksOf(id)).toMatchObject([{ status: 'PENDING' }]);
  });

  it('are not acknowledged before they are answered', async () => {
    room.results.isAway = () => true;
    const [bad, good] = [delivered(id, { args: [5] }), delivered(randomUUID())];
    const obstacle = await room.run(bad, good);
    expect([bad.became, good.became]).toEqual([['given back'], ['acknowledged']]);
    expect(obstacle?.why).toContain('away');
  });

  it('are kept cut, the newest first', async () => {
    await room.run(delivered(id, { task: 'test.none', args: ['x'.repeat(9_000)] }));
    const [{ body, headers } = {}] = await kept();
    expect(String(body)).toHaveLength(1_000);
    expect(String(headers)).toContain('test.none');
  });
});

describe('a queue of ours that is full', () => {
  let room: Room;

  beforeAll(async () => {
    room = await startIngressRoom({ MAX_QUEUE_LENGTH: '1' });
    await room.get(Ingress).start();
  });

  afterAll(() => room.stop());

  it('stops the taking until there is room', async () => {
    const [first, second] = [delivered('1', { etaAt: IN_AN_HOUR }), delivered('2', { etaAt: IN_AN_HOUR })];
    expect(room.broker.queues).toEqual(['celery']);
    await room.broker.give([first, second]);
    expect([first.became, second.became]).toEqual([['acknowledged'], ['given back']]);
    expect(room.broker.queues).toEqual([]);
    expect(room.results.stored).toEqual([]);
    const [task] = await room.tasksOf('1');
    await room.get(Cancellation).cancel(task?.id ?? '');
    await eventually(() => expect(room.broker.queues).toEqual(['celery']), 20_000);
    const again = delivered('2', { etaAt: IN_AN_HOUR }, { isRedelivered: true });
    await room.broker.give([again]);
    expect(again.became).toEqual(['acknowledged']);
    expect(await room.tasksOf('2')).toHaveLength(1);
  });

  it('takes from other queues when it is told to, and ends', async () => {
    const queues: IngressQueues = room.get(Ingress);
    await eventually(() => expect(room.broker.queues).toEqual(['celery']));
    await queues.add('more');
    expect(room.broker.queues).toEqual(['celery', 'more']);
    await queues.remove('celery');
    expect(queues.names).toEqual(['more']);
    await room.get(Ingress).stop();
    expect(room.broker.queues).toEqual([]);
  });
});
