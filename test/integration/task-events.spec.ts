import { once } from 'node:events';
import { type IncomingMessage, get } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { TestingModule } from '@nestjs/testing';
import { IsString } from 'class-validator';
import request from 'supertest';
import { MAX_WAITING_BYTES } from '../../src/api/streams/event-stream.js';
import { EventStreams } from '../../src/api/streams/event-streams.js';
import { TaskOutput } from '../../src/core/read/task-output.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { TaskWatcher } from '../../src/core/watch/task-watcher.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { EventClient, type ReceivedEvent } from '../support/event-client.js';
import { eventually } from '../support/eventually.js';
import { startApi, startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const HOUR_MS = 3_600_000;
const LATER = { delayMs: HOUR_MS };
/** Far more than is kept of a task's log, so that watchers miss lines only because they are slow. */
const MAX_SAID = 128 * MAX_WAITING_BYTES;

class WordPayload {
  @IsString()
  word!: string;
}

/** Opened by the test; each attempt of the logging task waits for it. */
let openGate = (): void => undefined;

/** Logs, waits for the gate, and fails at its first attempt. */
@Task({
  name: 'test.talking',
  queue: 'tasks',
  payload: WordPayload,
  attempts: 2,
  backoff: { type: 'fixed', delayMs: HOUR_MS },
})
class TalkingTask implements TaskHandler<WordPayload, string> {
  async run({ word }: WordPayload, { attempt, progress, log }: TaskContext): Promise<string> {
    const gate = new Promise<void>((resolve) => (openGate = resolve));
    await log(`attempt ${attempt} begins`);
    await gate;
    if (attempt === 1) throw new RangeError('not yet');
    await progress(50);
    await log(`attempt ${attempt} ends`);
    await progress(100);
    return word;
  }
}

@Module({ providers: [TalkingTask] })
class TalkingModule {}

describe('the event stream of a task', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: TestingModule;
  let url: string;
  const clients: EventClient[] = [];

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables, { modules: [TalkingModule] });
    worker = await startWorker(sandbox.variables, { modules: [TalkingModule] });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.hangUp();
    await eventually(() => expect(app.get(EventStreams).size).toBe(0));
  });

  afterAll(async () => {
    await worker.close();
    await app.close();
    await sandbox.clean();
  });

  const eventsOf = (id: string) => `${url}/tasks/${id}/events`;
  const watch = async (id: string, lastEventId?: string) => {
    const client = await EventClient.open(eventsOf(id), lastEventId);
    clients.push(client);
    return client;
  };
  const submitLater = async () => (await app.get(TaskQueue).submit(DivideTask, { x: 10, y: 2 }, LATER)).id;
  const say = (id: string, ...lines: string[]) => app.get(TaskOutput).write('tasks', id, { lines }, MAX_SAID);
  const reach = (id: string, progress: number) =>
    app.get(TaskOutput).write('tasks', id, { progress: String(progress), lines: [] });
  const promote = (id: string) => request(url).post(`/tasks/${id}/promote`).expect(200);
  const cancel = (id: string) => request(url).post(`/tasks/${id}/cancel`).expect(200);
  const read = async (id: string) => (await request(url).get(`/tasks/${id}`).expect(200)).body;
  const isFinal = (id: string) => eventually(async () => expect((await read(id)).finished_at).not.toBeNull());

  it('contains its whole life in order: states, log and progress, and finally its result', async () => {
    const { id } = await app.get(TaskQueue).submit(TalkingTask, { word: 'done' }, LATER);
    const client = await watch(id);
    expect(await client.until(({ event }) => event === 'snapshot')).toMatchObject({
      id: '0',
      data: await read(id),
    });
    for (const attempt of [1, 2]) {
      await promote(id);
      await client.until(({ data }) => data.status === 'STARTED' && data.attempt === attempt);
      await client.until(({ data }) => data.lines?.includes(`attempt ${attempt} begins`));
      openGate();
      if (attempt === 1)
        expect(await client.until(({ data }) => data.status === 'RETRY')).toMatchObject({
          event: 'state',
          data: { task_id: id, attempt: 1, error: { message: 'not yet' }, run_at: expect.any(String) },
        });
    }
    const events = await client.all();
    expect(events[0]?.event).toBe('snapshot');
    expect(client.statuses).toEqual(['PENDING', 'STARTED', 'RETRY', 'STARTED', 'SUCCESS']);
    expect([...client.lines]).toEqual([
      [0, 'attempt 1 begins'],
      [1, 'attempt 2 begins'],
      [2, 'attempt 2 ends'],
    ]);
    const progress = events.filter(({ event }) => event === 'progress').map(({ data }) => data.progress);
    expect(progress.at(-1)).toBe(100);
    expect(events.filter(({ event }) => event === 'result')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ event: 'result', data: { ...(await read(id)), result: 'done' } });
  });

  it('is the same for a task that was final before', async () => {
    const id = await submitLater();
    await say(id, 'one', 'two');
    await cancel(id);
    const client = await watch(id);
    const task = await read(id);
    expect(await client.all()).toMatchObject([
      { event: 'snapshot', id: '0', data: task },
      { event: 'log', id: '2', data: { first: 0, lines: ['one', 'two'] } },
      { event: 'result', id: `2-${Date.parse(task.finished_at)}`, data: task },
    ]);
  });

  it('contains a result that arrives between the read and the subscription', async () => {
    const id = await submitLater();
    const store = app.get(TaskStore);
    const find = store.find.bind(store);
    const spy = jest.spyOn(store, 'find').mockImplementationOnce(async (sought) => {
      const before = await find(sought);
      spy.mockRestore();
      await promote(id);
      await isFinal(id);
      return before;
    });
    const client = await watch(id);
    const events = await client.all();
    expect(events[0]).toMatchObject({ event: 'snapshot', data: { status: 'PENDING' } });
    expect(events.at(-1)).toMatchObject({ event: 'result', data: { status: 'SUCCESS', result: 5 } });
  });

  it('never shows an older state after a newer one, even to a client that joins during a read', async () => {
    const id = await submitLater();
    const first = await watch(id);
    await first.until(({ event }) => event === 'snapshot');
    const store = app.get(TaskStore);
    const find = store.find.bind(store);
    let release = (): void => undefined;
    const isHeld = new Promise<void>((resolve) => {
      const spy = jest.spyOn(store, 'find').mockImplementationOnce(async (sought) => {
        const old = await find(sought);
        spy.mockRestore();
        resolve();
        await new Promise<void>((free) => (release = free));
        return old;
      });
    });
    await say(id, 'look');
    await isHeld;
    await reach(id, 50);
    const second = await watch(id);
    expect((await second.until(({ event }) => event === 'snapshot')).data.progress).toBe(50);
    await second.until(({ event }) => event === 'log');
    release();
    await first.until(({ data }) => data.progress === 50);
    await reach(id, 60);
    await second.until(({ data }) => data.progress === 60);
    const progress = second.events
      .filter(({ event }) => event === 'progress')
      .map(({ data }) => data.progress);
    expect(progress).toEqual([60]);
  });

  it('continues after a disconnect with every missing line, and none twice', async () => {
    const id = await submitLater();
    const told = Array.from({ length: 1_300 }, (_, i) => `line ${i}`);
    await say(id, ...told.slice(0, 700));
    const first = await watch(id);
    await first.until(({ data }) => data.lines?.includes('line 699'));
    first.hangUp();
    await say(id, ...told.slice(700));
    const second = await watch(id, first.events.at(-1)?.id);
    await second.until(({ event }) => event === 'log');
    await say(id, 'the last word');
    await cancel(id);
    const events = await second.all();
    expect(events[0]).toMatchObject({ event: 'snapshot', id: '700', data: { status: 'PENDING' } });
    expect([...first.lines.values(), ...second.lines.values()]).toEqual([...told, 'the last word']);
    expect(second.lines.keys().next().value).toBe(700);
    expect(second.statuses).toEqual(['PENDING', 'REVOKED']);
  });

  it.each(['', 'abc', '-1', '99999999999999999999', '1; 2'])(
    'starts from the beginning after a foreign id: %j',
    async (lastEventId) => {
      const id = await submitLater();
      await say(id, 'one');
      const client = await watch(id, lastEventId);
      expect(await client.until(({ event }) => event === 'log')).toMatchObject({ data: { first: 0 } });
    },
  );

  it('misses nothing after an id that is too high', async () => {
    const id = await submitLater();
    await say(id, 'one');
    const client = await watch(id, '1000');
    await client.until(({ event }) => event === 'snapshot');
    await say(id, 'two');
    expect((await client.until(({ event }) => event === 'log')).data).toEqual({ first: 1, lines: ['two'] });
  });

  it('is a 204 for a client that has the result, so that an EventSource stops, until the task is retried', async () => {
    const id = await submitLater();
    await cancel(id);
    const client = await watch(id);
    await client.all();
    const again = () => request(url).get(`/tasks/${id}/events`).set('Last-Event-ID', client.lastId);
    await again().expect(204);
    await request(url).post(`/tasks/${id}/retry`).expect(202);
    const second = await watch(id, client.lastId);
    expect((await second.all()).at(-1)).toMatchObject({ event: 'result', data: { status: 'SUCCESS' } });
  });

  it('uses one read per change and one subscription, however many clients there are', async () => {
    const id = await submitLater();
    const many = await Promise.all(Array.from({ length: 50 }, () => watch(id)));
    await say(id, 'warm');
    await Promise.all(many.map((client) => client.until(({ data }) => data.lines?.includes('warm'))));
    const find = jest.spyOn(app.get(TaskStore), 'find');
    const notes = jest.spyOn(app.get(TaskOutput), 'readPart');
    await say(id, 'a change');
    await Promise.all(many.map((client) => client.until(({ data }) => data.lines?.includes('a change'))));
    // One, and sometimes another, because the watcher reads by itself every few seconds.
    expect(find.mock.calls.length).toBeLessThan(4);
    expect(notes.mock.calls.length).toBe(1);
    jest.restoreAllMocks();
    const channel = `${sandbox.prefix}:changes`;
    expect(await sandbox.redis.pubsub('NUMSUB', channel)).toEqual([channel, 1]);
  });

  it('forgets a client that disconnects', async () => {
    const id = await submitLater();
    const [first, second] = [await watch(id), await watch(id)];
    await Promise.all([first, second].map((client) => client.until(({ event }) => event === 'snapshot')));
    expect(app.get(EventStreams).size).toBe(2);
    first.hangUp();
    await eventually(() => expect(app.get(EventStreams).size).toBe(1));
    expect(app.get(TaskWatcher).size).toBe(1);
    second.hangUp();
    await eventually(() => expect(app.get(TaskWatcher).size).toBe(0));
    expect(app.get(EventStreams).size).toBe(0);
  });

  it('disconnects a client that does not read, which then continues where it was; others are not affected', async () => {
    const id = await submitLater();
    const good = await watch(id);
    const [slow] = (await once(get(eventsOf(id), { agent: false }), 'response')) as [IncomingMessage];
    slow.setEncoding('utf8');
    await eventually(() => expect(app.get(EventStreams).size).toBe(2));
    const mebibyte = linesOf(MAX_WAITING_BYTES);
    let said = 0;
    while (app.get(EventStreams).size === 2) {
      await say(id, ...mebibyte);
      said += mebibyte.length;
      await good.until((event) => lineAfter(event) === said);
      expect(said / mebibyte.length).toBeLessThan(64); // the two sockets buffer far less
    }
    const received = await textOf(slow);
    const lastId = [...received.matchAll(/^id: (\d+)\nevent: .*\ndata: .*\n\n/gm)].at(-1)?.[1];
    expect(Number(lastId)).toBeLessThan(said);
    const again = await watch(id, lastId);
    await again.until((event) => lineAfter(event) === said);
    expect(again.lines.size).toBe(said - Number(lastId));
    expect(good.lines.size).toBe(said);
  });

  it('buffers little for a client that does not read, even if much is written at once', async () => {
    const warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const id = await submitLater();
    const [slow] = (await once(get(eventsOf(id), { agent: false }), 'response')) as [IncomingMessage];
    slow.on('error', () => undefined); // it is disconnected
    await eventually(() => expect(app.get(EventStreams).size).toBe(1));
    await say(id, ...Array.from({ length: 100 }, () => 'x'.repeat(200_000))); // one read finds all of it
    await eventually(() => expect(app.get(EventStreams).size).toBe(0));
    const waiting = warnings.mock.calls.flatMap(
      ([text]) => /(\d+) bytes unsent/.exec(String(text))?.[1] ?? [],
    );
    jest.restoreAllMocks();
    expect(Number(waiting[0])).toBeLessThan(2 * MAX_WAITING_BYTES);
  });

  it('reaches a client that reads slowly, however long the log was before', async () => {
    const id = await submitLater();
    for (let i = 0; i < 15; i++) await say(id, ...linesOf(MAX_WAITING_BYTES));
    const [slow] = (await once(get(eventsOf(id), { agent: false }), 'response')) as [IncomingMessage];
    slow.setEncoding('utf8');
    const reads = jest.spyOn(app.get(TaskOutput), 'readPart').mock.calls;
    await settled(() => reads.length); // the API waits for the client to read
    jest.restoreAllMocks();
    await say(id, 'live'); // most of 15 MiB is still unsent, which is no reason to disconnect it
    await cancel(id);
    const text = await textOf(slow);
    expect(text.match(/^event: .*$/gm)?.at(-1)).toBe('event: result');
    expect(text).toContain('"live"');
  });

  it('ends when the task is removed, and is a 404 afterwards', async () => {
    const id = await submitLater();
    const client = await watch(id);
    await client.until(({ event }) => event === 'snapshot');
    await sandbox.redis.del(`${sandbox.prefix}:tasks:${id}`);
    await sandbox.redis.publish(`${sandbox.prefix}:changes`, id);
    expect(await client.all()).toHaveLength(1);
    await request(url).get(`/tasks/${id}/events`).expect(404);
  });

  it.each(['wait', '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e'])('is a 404 for the id %s', async (id) => {
    const { body, type } = await request(url).get(`/tasks/${id}/events`).expect(404);
    expect([type, body.code]).toEqual(['application/problem+json', 'task-not-found']);
  });

  it('is not cached or buffered on its way, whatever encodings the client accepts', async () => {
    const id = await submitLater();
    const client = await watch(id);
    const headers = {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    };
    expect(client.response.headers).toMatchObject(headers);
    await client.until(({ event }) => event === 'snapshot');
    expect(client.retryMs).toBe(2_000);
    const head = await request(url).head(`/tasks/${id}/events`).set('Accept', 'application/json').expect(200);
    expect(head.headers).toMatchObject(headers);
    await cancel(id);
    await request(url).get(`/tasks/${id}/events`).set('Accept', 'image/png').expect(200);
  });
});

/** The number of the line after those of a `log` event. */
function lineAfter({ data }: ReceivedEvent): number {
  return Number(data.first) + Number(data.lines?.length);
}

function linesOf(bytes: number): string[] {
  const LINE_BYTES = 2_048;
  return Array.from({ length: bytes / LINE_BYTES }, () => 'x'.repeat(LINE_BYTES));
}

/** Waits until a number has stopped changing. */
async function settled(read: () => number): Promise<void> {
  let last = NaN;
  await eventually(() => {
    const before = last;
    last = read();
    expect(last).toBe(before);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: string[] = [];
  response.on('data', (chunk: string) => chunks.push(chunk));
  response.on('error', () => undefined); // disconnected: `close` follows
  if (!response.closed) await new Promise((resolve) => response.once('close', resolve));
  return chunks.join('');
}
