import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BridgeCounters } from '../../src/bridges/celery/process/bridge-counters.js';
import { Egress } from '../../src/bridges/celery/egress/egress.js';
import { OpenCalls } from '../../src/bridges/celery/egress/open-calls.js';
import { SettledEnds } from '../../src/bridges/celery/egress/settled-ends.js';
import { TaskTeller } from '../../src/bridges/celery/egress/task-teller.js';
import { Turns } from '../../src/bridges/celery/egress/turns.js';
import { BridgeEnds, Cancellation, newTaskId } from '../../src/core/index.js';
import { startBridgeRoom } from '../support/bridge-room.js';
import { celeryCall } from '../support/celery-fakes.js';
import { eventually } from '../support/eventually.js';

type Room = Awaited<ReturnType<typeof startBridgeRoom>>;

const ANSWER = { list: [], text: 'é' };

describe('the ends of tasks from Celery', () => {
  let room: Room;
  let id: string;

  beforeAll(async () => {
    room = await startBridgeRoom({ CELERY_TRACK_STARTED: 'true', CELERY_EVENTS: 'all' });
  });

  afterAll(() => room.stop());

  beforeEach(() => {
    id = newTaskId();
    room.results.isAway = () => false;
  });

  const lastOf = (celeryId: string) => room.results.stored.filter((meta) => meta.id === celeryId).at(-1);
  const final = async (celeryId: string) =>
    eventually(() => {
      const meta = lastOf(celeryId);
      if (meta?.doneAt == null) throw new Error(`${celeryId} has not ended`);
      return meta;
    });
  const nothingWaits = () =>
    eventually(async () =>
      expect(await room.get(BridgeEnds).waiting('celery')).toEqual({ count: 0, oldestAt: null }),
    );
  const call = (how: string, values = {}) => celeryCall(id, { args: [how], ...values });

  it('are told with the result, the children and their places', async () => {
    room.canvas.children = [[['child', null], null]];
    await room.submit(call('good', { group: 'g', parentId: 'p' }));
    expect(await final(id)).toMatchObject({
      ...{ state: 'SUCCESS', result: ANSWER, traceback: null, children: [[['child', null], null]] },
      ...{ groupId: 'g', parentId: 'p' },
    });
    room.canvas.children = [];
    await nothingWaits();
    expect(room.canvas.calls.filter((each) => each.startsWith(id))).toEqual([
      `${id} succeeded with ${JSON.stringify(ANSWER)}`,
      `${id} ended as SUCCESS`,
    ]);
    expect(room.get(OpenCalls).size).toBe(0);
  });

  it('are told with the error', async () => {
    await room.submit(call('bad'), { attempts: 1 });
    expect(await final(id)).toMatchObject({
      ...{ state: 'FAILURE', result: { type: 'RangeError', module: 'celeriac.errors', args: ['bad'] } },
      traceback: expect.stringContaining('RangeError: bad'),
    });
    expect(room.canvas.calls).toContain(`${id} ended as FAILURE`);
  });

  it('are told with each failed attempt before them', async () => {
    await room.submit(call('bad'), { attempts: 2, backoff: { type: 'fixed', delayMs: 300, jitter: 0 } });
    await final(id);
    expect(room.results.statesOf(id)).toEqual(expect.arrayContaining(['RETRY', 'FAILURE']));
    expect(room.results.statesOf(id).filter((state) => state === 'RETRY')).toHaveLength(1);
    await eventually(() =>
      expect(room.broker.typesOf(id)).toEqual([
        ...['task-received', 'task-started', 'task-retried', 'task-started'],
        'task-failed',
      ]),
    );
  });

  it.each([
    [
      'terminated',
      {},
      (ours: string) =>
        eventually(() => expect(room.results.statesOf(id)).toEqual(['STARTED'])).then(() => ours),
    ],
    ['revoked', { delayMs: 60_000 }, (ours: string) => Promise.resolve(ours)],
  ])('are told of a task that was %s', async (reason, options, until) => {
    const ours = await room.submit(call('long'), options);
    await room.get(Cancellation).cancel(await until(ours));
    expect(await final(id)).toMatchObject({
      state: 'REVOKED',
      result: { type: 'TaskRevokedError', args: [reason] },
    });
    expect(room.canvas.calls).toContain(`${id} ended as REVOKED`);
    await eventually(() => expect(room.broker.typesOf(id)).toContain('task-revoked'));
    const event = room.broker.events.find((each) => each['uuid'] === id && each['type'] === 'task-revoked');
    expect(event).toMatchObject({ terminated: reason === 'terminated', expired: false });
  });

  it('are not told to a caller that ignores them, but to its canvas', async () => {
    await room.submit(call('good', { ignoreResult: true }));
    await eventually(() => expect(room.canvas.calls).toContain(`${id} ended as SUCCESS`));
    expect(room.results.statesOf(id)).toEqual([]);
  });

  it('wait for a backend that is away, while others are told', async () => {
    const other = newTaskId();
    room.results.isAway = (meta) => meta.id === id;
    await room.submit(call('good'));
    await eventually(() =>
      expect(room.canvas.calls.filter((each) => each.startsWith(id)).length).toBeGreaterThan(1),
    );
    await room.submit(celeryCall(other));
    await final(other);
    await eventually(async () => expect((await room.get(BridgeEnds).waiting('celery')).count).toBe(1));
    expect(lastOf(id)).toBeUndefined();
    room.results.isAway = () => false;
    expect(await final(id)).toMatchObject({ state: 'SUCCESS' });
    await nothingWaits();
  });

  it('are told in their order where a caller uses one id for two tasks', async () => {
    await Promise.all([room.submit(call('bad'), { attempts: 1 }), room.submit(call('good'))]);
    await eventually(() =>
      expect(room.results.statesOf(id).filter((state) => state !== 'STARTED')).toHaveLength(2),
    );
    await nothingWaits();
  });

  it('come after the states before them, however long those take', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let isHeld = false;
    room.results.before = async (meta) => {
      if (meta.id !== id || meta.state !== 'STARTED') return;
      isHeld = true;
      await gate;
    };
    const ours = await room.submit(call('long'));
    await eventually(() => expect(isHeld).toBe(true));
    await room.get(Cancellation).cancel(ours);
    await eventually(async () => expect((await room.get(BridgeEnds).waiting('celery')).count).toBe(1));
    expect(room.results.statesOf(id)).toEqual([]);
    open();
    await final(id);
    expect(room.results.statesOf(id)).toEqual(['STARTED', 'REVOKED']);
    room.results.before = () => Promise.resolve();
  });

  it('announce a task that runs as received, started and succeeded, in the order of the clock', async () => {
    const ours = await room.submit(call('good'));
    await eventually(() => expect(room.broker.typesOf(id)).toContain('task-succeeded'));
    const events = room.broker.events.filter((each) => each['uuid'] === id);
    expect(events.map(({ type }) => type)).toEqual(['task-received', 'task-started', 'task-succeeded']);
    const clocks = events.map((event) => Number(event['clock']));
    expect(clocks).toEqual(clocks.toSorted((a, b) => a - b));
    const times = events.map((event) => Number(event['timestamp']));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(events[0]).toMatchObject({ name: 'test.bridged', args: "('good',)", kwargs: '{}', root_id: id });
    expect(events[2]).toMatchObject({ result: "{'list': [], 'text': 'é'}" });
    expect(events.every((event) => event['hostname'] === events[0]?.['hostname'])).toBe(true);
    expect(room.broker.typesOf(ours)).toEqual([]); // known under one id only
  });
});

describe('a bridge that dies', () => {
  let room: Room;

  beforeAll(async () => {
    room = await startBridgeRoom();
    await room.get(Egress).stop();
  });

  afterAll(() => room.stop());

  /** Another bridge on the same ends. */
  const startAnother = async (settled = room.get(SettledEnds)) => {
    const [ends, teller] = [room.get(BridgeEnds), room.get(TaskTeller)];
    const egress = new Egress(ends, settled, teller, new Turns(), new BridgeCounters());
    await egress.start();
    return egress;
  };
  const waiting = async () => (await room.get(BridgeEnds).waiting('celery')).count;
  /** Settles nothing: the bridge dies before it. */
  class DyingEnds extends SettledEnds {
    override add = () => undefined;
  }
  const succeeded = (id: string) => `${id} succeeded with ${JSON.stringify(ANSWER)}`;
  const ended = (id: string) => `${id} ended as SUCCESS`;

  it.each([
    ['the canvas', (id: string) => (room.results.isAway = (meta) => meta.id === id), succeeded],
    ['the result', () => (room.canvas.isAway = true), succeeded],
    ['all but the settling', () => undefined, ended],
  ] as const)('after %s leaves the end to the next one', async (_, prepare, last) => {
    const id = newTaskId();
    prepare(id);
    const first = await startAnother(new DyingEnds(room.get(BridgeEnds)));
    await room.submit(celeryCall(id));
    await eventually(() => expect(room.canvas.calls).toContain(last(id)));
    await first.stop();
    expect(await waiting()).toBe(1);
    room.results.isAway = () => false;
    room.canvas.isAway = false;
    await room.makeIdle();
    const second = await startAnother();
    await eventually(async () => expect(await waiting()).toBe(0));
    await second.stop();
    expect(room.results.statesOf(id).at(-1)).toBe('SUCCESS');
    expect(room.canvas.calls.slice(-2)).toEqual([succeeded(id), ended(id)]);
  });
});
