import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { EventStreams } from '../../src/api/streams/event-streams.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { FleetFeed } from '../../src/core/watch/fleet/fleet-feed.js';
import { TaskWatcher } from '../../src/core/watch/task-watcher.js';
import { EventClient, type ReceivedEvent } from '../support/event-client.js';
import { eventually } from '../support/eventually.js';
import { type Stand, startStand } from '../support/stand.js';
import { FailTask, WorkflowTasks } from '../support/workflow-tasks.js';

const HOUR_MS = 3_600_000;
const LATER = { delay_ms: HOUR_MS };

describe('the stream of all changes', () => {
  let stand: Stand;
  let url: string;
  const clients: EventClient[] = [];

  beforeAll(async () => {
    stand = await startStand({ modules: [WorkflowTasks] }, { WORKER_QUEUES: 'tasks' });
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.hangUp();
    await eventually(() => expect(stand.app.get(EventStreams).size).toBe(0));
  });

  afterAll(() => stand.stop());

  const api = () => request(stand.app.getHttpServer());
  const open = async (query = '', lastEventId?: string) => {
    const client = await EventClient.open(`${url}/events${query}`, lastEventId);
    clients.push(client);
    await client.until(({ event }) => event === 'ready' || event === 'reset');
    return client;
  };
  const submit = async (options: object = {}, name = 'test.echo', payload: object = { value: 'hidden' }) =>
    (await api().post(`/tasks/${name}`).send({ payload, options }).expect(201)).body.task_id as string;
  const has = (id: string, status?: string) => (event: ReceivedEvent) =>
    event.event === 'task' &&
    event.data.task_id === id &&
    (status === undefined || event.data.status === status);
  const idsIn = (client: EventClient) =>
    client.events.filter(({ event }) => event === 'task').map(({ data }) => String(data.task_id));

  it('begins with `ready`, and has every change of every task, without payload and result', async () => {
    const client = await open();
    expect(client.events).toEqual([
      { id: expect.stringMatching(/^[\da-f]{8}-\d+$/), event: 'ready', data: { resumed: false } },
    ]);
    const delayed = await submit({ ...LATER, tags: ['t'] });
    const { data: pending } = await client.until(has(delayed, 'PENDING'));
    expect(pending).toMatchObject({ name: 'test.echo', queue: 'tasks', tags: ['t'], attempt: 0 });
    const id = await submit();
    const { data } = await client.until(has(id, 'SUCCESS'));
    expect(data).toMatchObject({ attempt: 1, worker: expect.any(String), finished_at: expect.any(String) });
    await api().post(`/tasks/${delayed}/cancel`).expect(200);
    await client.until(has(delayed, 'REVOKED'));
    expect(JSON.stringify(client.events)).not.toContain('hidden');
  });

  it('filters by queue, name, status, tag and a query', async () => {
    const [tagged, other, asked] = [
      await open('?tag=mine&queue=tasks&name=test.echo'),
      await open('?queue=fetch'),
      await open(`?q=${encodeURIComponent('name:test.* tag:mine -status:REVOKED')}`),
    ];
    const [mine, strange] = [await submit({ ...LATER, tags: ['mine'] }), await submit(LATER)];
    await api().post(`/tasks/${mine}/cancel`).expect(200);
    await Promise.all([tagged.until(has(mine, 'REVOKED')), asked.until(has(mine))]);
    const all = await open();
    const last = await submit(LATER);
    await all.until(has(last));
    expect(new Set([...idsIn(tagged), ...idsIn(asked)])).toEqual(new Set([mine]));
    expect(idsIn(other)).toEqual([]);
    expect(strange).not.toBe(mine);
  });

  it('sends a task that leaves the status of the filter', async () => {
    const id = await submit({}, 'test.fail', {});
    const client = await open('?status=FAILURE');
    await eventually(async () =>
      expect((await api().get(`/tasks/${id}`)).body).toMatchObject({ status: 'FAILURE' }),
    );
    FailTask.isBroken = false;
    await api().post(`/tasks/${id}/retry`).expect(202);
    await client.until(has(id, 'SUCCESS'));
  });

  it.each([
    ['?queue=nowhere', 'queue', 'queue'],
    ['?status=LOST', 'status', 'status'],
    ['?q=payload.x:1', 'q', 'name, queue, status, tag only: payload.x is not among them'],
    ['?q=hello', 'q', 'free text is not among them'],
    ['?q=worker:w1', 'q', 'worker is not among them'],
    ['?q=nmae:x', 'q', 'nmae'],
    ['?unknown=1', 'unknown', 'unknown'],
  ])('refuses %s', async (query, parameter, message) => {
    const { body } = await api().get(`/events${query}`).expect(422);
    expect(body.errors).toMatchObject([{ parameter, message: expect.stringContaining(message) }]);
  });

  it('continues after the last event of a client that reconnects', async () => {
    const client = await open();
    const first = await submit(LATER);
    await client.until(has(first));
    const { lastId } = client;
    client.hangUp();
    const missed = await submit(LATER);
    const again = await open('', lastId);
    expect(again.events[0]).toMatchObject({ event: 'ready', data: { resumed: true } });
    await again.until(has(missed));
    expect(idsIn(again)).not.toContain(first);
  });

  it.each(['00000000-1', 'nonsense', ''])(
    'tells a client with the id %p to read its list again',
    async (id) => {
      const client = await open('', id);
      expect(client.events[0]).toMatchObject({ event: 'reset', data: { reason: 'cannot-resume' } });
      const next = await submit(LATER);
      await client.until(has(next));
    },
  );

  it('tells all clients when changes may have been missed', async () => {
    const client = await open();
    // Its connection is the only one that subscribes to this channel.
    const watcher = stand.app.get<object>(TaskWatcher) as {
      subscriber: { disconnect(again: boolean): void };
    };
    watcher.subscriber.disconnect(true);
    const { data } = await client.until(({ event }) => event === 'reset');
    expect(data).toEqual({ reason: 'changes-missed' });
    const id = await submit(LATER);
    await client.until(has(id));
  });

  it('says how many changes it skipped when too many tasks change, and stays current', async () => {
    const client = await open();
    const feed = stand.app.get(FleetFeed);
    const task = await submit(LATER);
    const ids = Array.from({ length: 3_000 }, (_, i) => task.slice(0, -4) + i.toString(16).padStart(4, '0'));
    feed.changed(ids);
    const { data } = await client.until(({ event }) => event === 'skipped');
    expect(data.skipped).toBeGreaterThanOrEqual(2_000);
    const id = await submit(LATER);
    await client.until(has(id));
  });

  it('reads a changed task once for all streams, and nothing without a stream', async () => {
    const store = stand.app.get(TaskStore);
    const read: string[] = [];
    const findMany = store.findMany.bind(store);
    store.findMany = (ids, ...rest) => {
      read.push(...ids);
      return findMany(ids, ...rest);
    };
    try {
      const all = await Promise.all(Array.from({ length: 20 }, () => open()));
      const id = await submit(LATER);
      await Promise.all(all.map((client) => client.until(has(id))));
      expect(read.filter((each) => each === id)).toHaveLength(1);
      for (const client of clients.splice(0)) client.hangUp();
      await eventually(() => expect(stand.app.get(EventStreams).size).toBe(0));
      const unread = await submit(LATER);
      const feed = stand.app.get<object>(FleetFeed) as { turn(): Promise<void> };
      for (let turn = 0; turn < 3; turn++) await feed.turn();
      expect(read).not.toContain(unread);
    } finally {
      store.findMany = findMany;
    }
  });

  it('answers HEAD without a stream', async () => {
    const { headers } = await api().head('/events').expect(200);
    expect(headers['content-type']).toContain('text/event-stream');
  });

  it('ends at shutdown, with a delay after which to reconnect', async () => {
    const client = await open();
    const streams = stand.app.get(EventStreams);
    streams.endAll();
    await client.all();
    expect(client.retryMs).toBeLessThanOrEqual(5_000);
    expect(streams.size).toBe(0);
  });
});
