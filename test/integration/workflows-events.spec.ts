import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { EventStreams } from '../../src/api/streams/event-streams.js';
import { TaskWatcher } from '../../src/core/watch/task-watcher.js';
import { EventClient } from '../support/event-client.js';
import { eventually } from '../support/eventually.js';
import { type Stand, startStand } from '../support/stand.js';
import { FailTask, WaitTask, WorkflowTasks } from '../support/workflow-tasks.js';

const echo = (value: unknown) => ({ task: 'test.echo', payload: { value } });

describe('the event stream of a workflow', () => {
  let stand: Stand;
  let url: string;
  const clients: EventClient[] = [];

  beforeAll(async () => {
    stand = await startStand({ modules: [WorkflowTasks] });
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.hangUp();
    await eventually(() => expect(stand.app.get(EventStreams).size).toBe(0));
    await eventually(() => expect(stand.app.get(TaskWatcher).size).toBe(0));
  });

  afterAll(async () => {
    WaitTask.release();
    await stand.stop();
  });

  const start = async (steps: object): Promise<string> =>
    (await request(url).post('/workflows').send({ steps }).expect(201)).body.workflow_id;
  const open = async (id: string, lastEventId?: string) => {
    const client = await EventClient.open(`${url}/workflows/${id}/events`, lastEventId);
    clients.push(client);
    return client;
  };
  const follow = async (id: string) => {
    const client = await open(id);
    await client.until(({ event }) => event === 'snapshot');
    return client;
  };
  /** The states of a step that a client has received. */
  const statesOf = ({ events }: EventClient, step: string) => {
    const [first, ...others] = events;
    const changes = others.filter(({ event, data }) => event === 'step' && data.name === step);
    return [first?.data.steps[step].status, ...changes.map(({ data }) => data.status)];
  };

  it('sends the snapshot, each changed step, and the end', async () => {
    const id = await start({ runs: { task: 'test.wait' }, next: { ...echo(1), after: ['runs'] } });
    const client = await follow(id);
    const other = await follow(id);
    await eventually(() => expect(statesOf(client, 'runs').at(-1)).toBe('STARTED'));
    await WaitTask.releaseRunning();
    for (const each of [client, other]) {
      const events = await each.all();
      expect(statesOf(each, 'runs').slice(-2)).toEqual(['STARTED', 'SUCCESS']);
      expect(statesOf(each, 'next').at(0)).toBe('PENDING');
      expect(statesOf(each, 'next').at(-1)).toBe('SUCCESS');
      const { body } = await request(url).get(`/workflows/${id}`).expect(200);
      const { steps: _, hooks: __, critical_path: ___, critical_path_ms: ____, ...workflow } = body;
      expect(events.at(-1)).toMatchObject({ event: 'end', data: workflow });
      expect(events.filter(({ event }) => event === 'end')).toHaveLength(1);
    }
  });

  it('shows what is revoked, and an each by the number of its ended items', async () => {
    const id = await start({
      runs: { task: 'test.wait' },
      fan: { ...echo({ $item: '' }), each: [1, 2, 3], after: ['runs'] },
      bad: { task: 'test.fail', after: ['fan'] },
      last: { ...echo(1), after: ['bad'] },
    });
    FailTask.isBroken = true;
    const client = await follow(id);
    await eventually(() => expect(statesOf(client, 'runs').at(-1)).toBe('STARTED'));
    await WaitTask.releaseRunning();
    const events = await client.all();
    const fan = events.filter(({ event, data }) => event === 'step' && data.name === 'fan').at(-1);
    expect(fan?.data).toMatchObject({ status: 'SUCCESS', items: { total: 3, ended: 3 } });
    expect(statesOf(client, 'last').at(-1)).toBe('REVOKED');
    expect(events.at(-1)).toMatchObject({ event: 'end', data: { status: 'FAILURE' } });
  });

  it('answers for an ended one at once, and 204 to a client that has seen the end', async () => {
    const id = await start({ a: echo(1) });
    const client = await open(id);
    await client.all();
    const late = await open(id, '0');
    const events = await late.all();
    expect(events.map(({ event }) => event)).toEqual(['snapshot', 'end']);
    const again = await open(id, late.lastId);
    expect(again.response.statusCode).toBe(204);
  });

  it('ends when the workflow is deleted, and is 404 for an unknown one', async () => {
    await request(url).get('/workflows/x/events').expect(404);
    const id = await start({ a: echo(1) });
    await (await open(id)).all();
    await request(url).delete(`/workflows/${id}`).expect(204);
    await request(url).get(`/workflows/${id}/events`).expect(404);
    await request(url)
      .head(`/workflows/${await start({ a: echo(1) })}/events`)
      .expect(200);
  });
});
