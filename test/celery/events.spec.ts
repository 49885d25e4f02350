import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BridgeCounters } from '../../src/bridges/celery/process/bridge-counters.js';
import { EventPublisher } from '../../src/bridges/celery/events/event-publisher.js';
import { EventSwitch } from '../../src/bridges/celery/events/event-switch.js';
import { FaceLease } from '../../src/bridges/celery/events/face-lease.js';
import { LamportClock } from '../../src/bridges/celery/events/lamport-clock.js';
import { NodeEvents } from '../../src/bridges/celery/events/node-events.js';
import { Broker, Keys, TaskQueue, WorkerDirectory } from '../../src/core/index.js';
import { Config } from '../../src/platform/config/config.js';
import { startBridgeRoom } from '../support/bridge-room.js';
import { eventually } from '../support/eventually.js';

type Room = Awaited<ReturnType<typeof startBridgeRoom>>;

const ALIVE = ['type', 'hostname', 'timestamp', 'pid', 'clock'] as const;
const BEAT = ['freq', 'active', 'processed', 'loadavg', 'sw_ident', 'sw_ver', 'sw_sys'] as const;

describe('events', () => {
  let room: Room;
  const typesOf = (hostname: string) =>
    room.broker.events.filter((event) => event['hostname'] === hostname).map(({ type }) => type);

  beforeAll(async () => {
    room = await startBridgeRoom({ WORKER_NAME: 'one', CELERY_EVENTS: 'all' });
  });

  afterAll(() => room.stop());

  it('show each worker as a node that beats, with all that Flower shows of it', async () => {
    await eventually(() => expect(typesOf('celeriac@one')).toContain('worker-heartbeat'));
    expect(typesOf('celeriac@one')[0]).toBe('worker-online');
    const beat = room.broker.events.find(({ type }) => type === 'worker-heartbeat');
    expect(Object.keys(beat ?? {}).sort()).toEqual([...ALIVE, ...BEAT].sort());
    expect(beat).toMatchObject({ hostname: 'celeriac@one', freq: 2, sw_ident: 'celeriac', pid: process.pid });
    expect(room.broker.routingKeys).toContain('worker.heartbeat');
  });

  it('show a worker that leaves as offline', async () => {
    const [worker] = await room.get(WorkerDirectory).live();
    if (worker === undefined) throw new Error('There is no worker');
    const { state, lastHeartbeatAt, ...report } = worker;
    expect([state, lastHeartbeatAt > 0]).toEqual(['online', true]);
    await room.get(WorkerDirectory).announce({ ...report, id: 'two', name: 'two', state: 'online' }, 60_000);
    await eventually(() => expect(typesOf('celeriac@two')).toContain('worker-online'));
    await room.get(EventSwitch).disable('celeriac@two');
    await room.get(WorkerDirectory).withdraw('two');
    await eventually(() => expect(typesOf('celeriac@two')).toContain('worker-offline'));
    const nodes = room.get(Keys).bridge('celery', 'nodes');
    await eventually(async () => expect(await room.stand.sandbox.redis.hkeys(nodes)).toEqual([]));
  });

  it('beat at once when asked', async () => {
    const before = typesOf('celeriac@one').length;
    await room.get(NodeEvents).beatNow('celeriac@none');
    await room.get(NodeEvents).beatNow('celeriac@one');
    expect(typesOf('celeriac@one').length).toBeGreaterThan(before);
    expect(typesOf('celeriac@none')).toEqual([]);
  });

  it('are sent for other tasks, too, with CELERY_EVENTS=all, without their payloads', async () => {
    const named = { name: 'test.bridged', payload: { how: 'secret' } };
    const [stored] = await room.get(TaskQueue).submitGroups([[named]]);
    const [task] = Array.isArray(stored) ? stored : [];
    if (task === undefined) throw new Error('It was not stored');
    await eventually(() => expect(room.broker.typesOf(task.id)).toContain('task-succeeded'));
    expect(room.broker.typesOf(task.id)).toEqual(['task-received', 'task-started', 'task-succeeded']);
    const events = room.broker.events.filter(({ uuid }) => uuid === task.id);
    expect(events[0]).toMatchObject({ name: 'test.bridged', args: '()', kwargs: '{}', root_id: task.id });
    expect(JSON.stringify(events)).not.toContain('secret');
    const clocks = room.broker.events.map(({ clock }) => Number(clock));
    expect(new Set(clocks).size).toBe(clocks.length);
  });

  it('of tasks are sent in lists, and dropped while the broker is away', async () => {
    const [publisher, { broker }] = [room.get(EventPublisher), room];
    const event = (uuid: string) => {
      const fields = { uuid };
      return { type: 'task-started', node: 'celeriac@one', pid: 1, at: 2_000, fields };
    };
    broker.isAway = true;
    publisher.add([event('lost'), event('lost')]);
    await eventually(() => expect(publisher.dropped).toBeGreaterThan(1));
    broker.isAway = false;
    publisher.add([event('a'), event('b')]);
    await eventually(() => expect(broker.typesOf('b')).toEqual(['task-started']));
    expect(broker.typesOf('lost')).toEqual([]);
    expect(broker.routingKeys).toContain('task.multi');
    const sent = broker.events.find(({ uuid }) => uuid === 'a');
    expect(sent).toMatchObject({ hostname: 'celeriac@one', timestamp: 2, pid: 1 });
    expect(sent).not.toHaveProperty('utcoffset');
  });

  it('have clocks that no two bridges share, behind all that were heard', async () => {
    const clocks = [1, 2].map(() => new LamportClock(room.get(Broker), room.get(Keys)));
    const [one, two] = clocks as [LamportClock, LamportClock];
    const first = await one.reserve(3);
    expect(one.value).toBe(first + 2);
    expect(await two.reserve(1)).toBe(first + 3);
    two.hear(first + 1_000);
    for (const hostile of [Number.MAX_SAFE_INTEGER, -1, 'x', null, undefined, 1.5]) two.hear(hostile);
    expect(two.tick()).toBe(first + 1_001);
    expect(await two.reserve(1)).toBe(first + 1_002);
    expect(await one.reserve(1)).toBe(first + 1_003);
  });

  it('are switched for all bridges by one of them', async () => {
    const [broker, keys] = [room.get(Broker), room.get(Keys)];
    const of = (celeryEvents: string) =>
      new EventSwitch(broker, keys, new Config({ CELERY_EVENTS: celeryEvents }));
    const [one, two, off] = [of('bridged'), of('bridged'), of('off')];
    await Promise.all([one.start(), two.start(), off.start()]);
    expect(one.isOn('n')).toBe(false);
    expect(await one.enable('n')).toBe(true);
    expect(await one.enable('n')).toBe(false);
    await eventually(() => expect(two.isOn('n')).toBe(true));
    expect([one.isAnyOn, off.isOn('n'), off.isAllowed]).toEqual([true, false, false]);
    expect(await two.disable('n')).toBe(true);
    expect(await two.disable('n')).toBe(false);
    await eventually(() => expect(one.isOn('n')).toBe(false));
    await Promise.all([one.stop(), two.stop(), off.stop()]);
  });
});

describe('the face', () => {
  let room: Room;

  beforeAll(async () => {
    room = await startBridgeRoom();
  });

  afterAll(() => room.stop());

  it('is one bridge, and another when that stops', async () => {
    const first = room.get(FaceLease);
    const second = new FaceLease(room.get(Broker), room.get(Keys), new BridgeCounters());
    await second.start();
    expect([first.isHolder, second.isHolder]).toEqual([true, false]);
    expect(room.get(BridgeCounters).isFace).toBe(true);
    const heard: boolean[] = [];
    first.onChange((isHolder) => heard.push(isHolder));
    await first.stop();
    await eventually(() => expect(second.isHolder).toBe(true));
    expect(first.isHolder).toBe(false);
    expect(heard).toEqual([true, false]);
    await second.stop();
  });

  it('gives way to a bridge that has taken its lease', async () => {
    const lease = new FaceLease(room.get(Broker), room.get(Keys), new BridgeCounters());
    await lease.start();
    expect(lease.isHolder).toBe(true);
    await room.stand.sandbox.redis.set(room.get(Keys).bridge('celery', 'face'), 'another');
    await eventually(() => expect(lease.isHolder).toBe(false));
    await lease.stop();
    expect(await room.stand.sandbox.redis.get(room.get(Keys).bridge('celery', 'face'))).toBe('another');
  });
});
