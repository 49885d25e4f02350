import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { submitUnknown } from '../support/raw-submit.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { version } from '../../src/platform/config/version.js';
import { QUICK_HEARTBEATS } from '../support/short-locks.js';
import { isCancelled } from '../support/is-cancelled.js';

describe('/workers', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let api: StartedProcess;
  const started: StartedProcess[] = [];

  beforeAll(async () => {
    sandbox = await createSandbox({ WORKER_CONCURRENCY: '4', ...QUICK_HEARTBEATS });
    app = await startApi(sandbox.variables);
    api = await startProcess('main', sandbox.variables);
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((worker) => worker.stop()));
    await sandbox.redis.del(`${sandbox.prefix}:workers`); // killed workers would be listed for a day
  });

  afterAll(async () => {
    await Promise.all([api.stop(), app.close()]);
    await sandbox.clean();
  });

  const startWorker = async (name: string, variables: Record<string, string> = {}) => {
    const worker = await startProcess('test-worker', {
      ...sandbox.variables,
      WORKER_NAME: name,
      WORKER_QUEUES: 'tasks',
      ...variables,
    });
    started.push(worker);
    return { worker, record: await eventually(() => named(name)) };
  };
  const list = async () => (await request(api.url).get('/workers').expect(200)).body.items as any[];
  const named = async (name: string) => {
    const found = (await list()).find((worker) => worker.name === name);
    if (found === undefined) throw new Error(`There is no worker ${name}`);
    return found;
  };
  const tell = (id: string, body: object) =>
    request(api.url)
      .post(`/workers/${id}/commands`)
      .send({ timeout_ms: 20_000, ...body });
  const submit = async (name: string, payload: object = {}) =>
    name.startsWith('test.')
      ? submitUnknown(app, name, payload)
      : ((await request(api.url).post(`/tasks/${name}`).send({ payload }).expect(201)).body
          .task_id as string);
  const statusOf = async (id: string) => (await request(api.url).get(`/tasks/${id}`)).body.status as string;

  it('shows each worker, its running tasks and its statistics', async () => {
    const { worker, record } = await startWorker('w1');
    expect(record).toMatchObject({
      name: 'w1',
      state: 'online',
      pid: worker.child.pid,
      version,
      queues: [{ name: 'tasks', concurrency: 4, paused: false }],
      active: [],
      active_count: 0,
      counts: { processed: 0, succeeded: 0, failed: 0, retried: 0, revoked: 0 },
      log_level: 'info',
      clock_wrong: false,
    });
    expect(record.rss_bytes).toBeGreaterThan(record.heap_bytes);
    const running = await submit('test.obedient');
    await submit('math.divide', { x: 1, y: 1 });
    await submit('math.divide', { x: 1, y: 0 });
    await eventually(async () =>
      expect(await named('w1')).toMatchObject({
        active: [{ task_id: running, name: 'test.obedient', attempt: 1, since: expect.any(String) }],
        active_count: 1,
        counts: { processed: 2, succeeded: 1, failed: 1 },
      }),
    );
    const read = await request(api.url).get(`/workers/${record.worker_id}`).expect(200);
    expect(read.body).toMatchObject({ name: 'w1', active_count: 1 });
    await request(api.url).post(`/tasks/${running}/cancel`).expect(isCancelled);
  });

  it('shows a killed worker as lost, and forgets one that stops normally', async () => {
    const { worker: killed } = await startWorker('killed');
    const { worker: stopped } = await startWorker('stopped');
    await Promise.all([killed.stop('SIGKILL'), stopped.stop('SIGTERM')]);
    expect((await list()).map(({ name }) => name)).toEqual(['killed']);
    const { worker_id: killedId } = await named('killed');
    await sandbox.redis.zincrby(`${sandbox.prefix}:workers`, -15_000, killedId); // 15 s pass
    expect(await named('killed')).toMatchObject({ state: 'lost' });
    const { body } = await request(api.url).get('/health').expect(200);
    expect(body.details['queue:tasks']).toMatchObject({ workers: 0 });
    const { body: outcome } = await tell(killedId, { command: 'ping' }).expect(200);
    expect(outcome).toEqual({
      replies: [],
      missing: [expect.objectContaining({ name: 'killed', state: 'lost' })],
    });
  });

  it('answers 404 for a worker that never existed', async () => {
    for (const reading of [request(api.url).get('/workers/nobody'), tell('nobody', { command: 'ping' })]) {
      const { body } = await reading.expect(404);
      expect(body).toMatchObject({ code: 'worker-not-found' });
    }
  });

  it('gets an answer from all workers', async () => {
    await Promise.all([startWorker('a'), startWorker('b')]);
    const { body } = await tell('_all', { command: 'ping' }).expect(200);
    expect(body.missing).toEqual([]);
    expect(body.replies.map(({ ok, worker }: any) => [ok, worker.name]).sort()).toEqual([
      [true, 'a'],
      [true, 'b'],
    ]);
  });

  it('lists a worker that does not reply as missing', async () => {
    const { worker, record } = await startWorker('frozen');
    worker.child.kill('SIGSTOP');
    const { body } = await tell(record.worker_id, { command: 'ping', timeout_ms: 200 }).expect(200);
    worker.child.kill('SIGCONT');
    expect(body).toEqual({
      replies: [],
      missing: [expect.objectContaining({ name: 'frozen', state: 'online' })],
    });
  });

  it('pauses, drains and resumes a worker', async () => {
    const { record } = await startWorker('steered');
    const id = record.worker_id;
    for (const [halt, state] of [
      [{ command: 'pause', queue: 'tasks' }, 'online'],
      [{ command: 'drain' }, 'draining'],
    ] as const) {
      const { body } = await tell(id, halt).expect(200);
      expect(body.replies[0].worker).toMatchObject({ state, queues: [{ name: 'tasks', paused: true }] });
      expect(await named('steered')).toMatchObject({ state });
      const waiting = await submit('math.divide', { x: 4, y: 2 });
      // A task taken at once after the resume proves that the worker was idle before.
      expect(await statusOf(waiting)).toBe('PENDING');
      const { body: resumed } = await tell(id, { command: 'resume' }).expect(200);
      expect(resumed.replies[0].worker).toMatchObject({ state: 'online', queues: [{ paused: false }] });
      await eventually(async () => expect(await statusOf(waiting)).toBe('SUCCESS'));
    }
  });

  it('continues after a message that is not a command', async () => {
    const { record } = await startWorker('deaf');
    const channel = `${sandbox.prefix}:commands`;
    const strange = ['no JSON', 'null', '{"to":5}', '{"to":null,"requestId":"1","command":{}}'];
    for (const message of strange) expect(await sandbox.redis.publish(channel, message)).toBe(1);
    const toIt = { requestId: 'x', to: [record.worker_id], command: null };
    await sandbox.redis.publish(channel, JSON.stringify(toIt));
    const { body } = await tell(record.worker_id, { command: 'ping' }).expect(200);
    expect(body.replies).toEqual([expect.objectContaining({ ok: true })]);
  });

  it('does not resume a worker that is stopping', async () => {
    const { worker, record } = await startWorker('stopping');
    const running = await submit('test.obedient');
    await eventually(async () => expect(await named('stopping')).toMatchObject({ active_count: 1 }));
    const ended = once(worker.child, 'exit');
    worker.child.kill('SIGTERM');
    await eventually(async () => expect(await named('stopping')).toMatchObject({ state: 'draining' }));
    const { body } = await tell(record.worker_id, { command: 'resume' }).expect(200);
    expect(body.replies).toEqual([
      expect.objectContaining({ ok: false, error: 'This worker is stopping: it cannot be resumed.' }),
    ]);
    expect(await named('stopping')).toMatchObject({ state: 'draining', queues: [{ paused: true }] });
    await request(api.url).post(`/tasks/${running}/cancel`).expect(isCancelled);
    expect((await ended)[0]).toBe(0);
    expect(await list()).toEqual([]);
  });

  it('counts the tasks that still run when a worker is resumed', async () => {
    const { record } = await startWorker('narrow', { WORKER_CONCURRENCY: '2' });
    const ids = await Promise.all(Array.from({ length: 8 }, () => submit('test.obedient')));
    await eventually(async () => expect(await named('narrow')).toMatchObject({ active_count: 2 }));
    for (let i = 0; i < 3; i += 1) {
      await tell(record.worker_id, { command: 'pause' }).expect(200);
      await tell(record.worker_id, { command: 'resume' }).expect(200);
    }
    const { body } = await tell(record.worker_id, { command: 'stats' }).expect(200);
    expect(body.replies[0].worker).toMatchObject({ active_count: 2, queues: [{ paused: false }] });
    // A finished task frees its slot, although its neighbour still runs in a closed worker.
    const runs = async () => {
      const statuses = await Promise.all(ids.map(statusOf));
      return ids.filter((_, i) => statuses[i] === 'STARTED');
    };
    const [first] = await runs();
    await request(api.url).post(`/tasks/${first}/cancel`).expect(isCancelled);
    await eventually(async () => {
      const now = await runs();
      expect(now).toHaveLength(2);
      expect(now).not.toContain(first);
    });
    expect(await named('narrow')).toMatchObject({ queues: [{ concurrency: 2, paused: false }] });
    await Promise.all(ids.map((id) => request(api.url).post(`/tasks/${id}/cancel`)));
  });

  it("changes a worker's concurrency", async () => {
    const { record } = await startWorker('wide', { WORKER_CONCURRENCY: '1' });
    const ids = [await submit('test.obedient'), await submit('test.obedient')];
    await eventually(async () => expect(await named('wide')).toMatchObject({ active_count: 1 }));
    const { body } = await tell(record.worker_id, { command: 'set-concurrency', concurrency: 2 }).expect(200);
    expect(body.replies[0].worker.queues).toMatchObject([{ name: 'tasks', concurrency: 2, paused: false }]);
    await eventually(async () => expect(await named('wide')).toMatchObject({ active_count: 2 }));
    await Promise.all(ids.map((id) => request(api.url).post(`/tasks/${id}/cancel`)));
  });

  it('fills each slot that becomes free after a resume, while an older task still runs', async () => {
    const { record } = await startWorker('resumed', { WORKER_CONCURRENCY: '3' });
    const old = [await submit('test.obedient'), await submit('test.obedient')];
    await eventually(async () => expect(await named('resumed')).toMatchObject({ active_count: 2 }));
    for (const command of ['pause', 'resume']) await tell(record.worker_id, { command }).expect(200);
    const later = [await submit('test.obedient'), await submit('test.obedient')];
    await eventually(async () => expect(await statusOf(later[0] ?? '')).toBe('STARTED'));
    expect(await statusOf(later[1] ?? '')).toBe('PENDING');
    await request(api.url).post(`/tasks/${old[0]}/cancel`).expect(isCancelled);
    await eventually(async () => expect(await statusOf(later[1] ?? '')).toBe('STARTED'));
    expect(await statusOf(old[1] ?? '')).toBe('STARTED');
    await Promise.all([...old, ...later].map((id) => request(api.url).post(`/tasks/${id}/cancel`)));
  });

  it('adds a queue to a worker and removes it again', async () => {
    const { record } = await startWorker('mover');
    const { body } = await tell(record.worker_id, { command: 'add-queue', queue: 'notifications' }).expect(
      200,
    );
    expect(body.replies[0].worker.queues).toHaveLength(2);
    const mail = await submit('notifications.send-email', {
      to: 'ada@example.com',
      subject: 'Hello',
      text: '',
    });
    await eventually(async () => expect(await statusOf(mail)).toBe('SUCCESS'));
    await tell(record.worker_id, { command: 'remove-queue', queue: 'notifications' }).expect(200);
    expect((await named('mover')).queues).toEqual([expect.objectContaining({ name: 'tasks' })]);
    const again = await tell(record.worker_id, { command: 'remove-queue', queue: 'notifications' }).expect(
      200,
    );
    expect(again.body.replies).toEqual([
      expect.objectContaining({
        ok: false,
        error: 'This worker does not consume notifications; it consumes tasks.',
      }),
    ]);
  });

  it('sets the log level of a worker, for all modules or one', async () => {
    const { worker, record } = await startWorker('chatty');
    const { body } = await tell(record.worker_id, {
      command: 'set-log-level',
      level: 'debug',
      module: 'Tasks',
    }).expect(200);
    expect(body.replies[0].worker.log_level).toBe('info, Tasks=debug');
    await submit('math.divide', { x: 1, y: 1 });
    await eventually(() => expect(worker.output()).toMatch(/Task math\.divide\[\S+\] started/));
    await tell(record.worker_id, { command: 'set-log-level', level: 'silent' }).expect(200);
  });

  it('shuts a worker down like SIGTERM', async () => {
    const { worker, record } = await startWorker('leaver');
    const ended = once(worker.child, 'exit');
    const { body } = await tell(record.worker_id, { command: 'shutdown' }).expect(200);
    expect(body.replies).toEqual([expect.objectContaining({ ok: true })]);
    expect((await ended)[0]).toBe(0);
    expect(await list()).toEqual([]);
  });

  it.each([
    [{ command: 'explode' }, '/command'],
    [{ command: 'set-concurrency' }, '/concurrency'],
    [{ command: 'set-concurrency', concurrency: 0 }, '/concurrency'],
    [{ command: 'add-queue' }, '/queue'],
    [{ command: 'remove-queue', queue: 'nothing' }, '/queue'],
    [{ command: 'ping', level: 'debug' }, '/level'],
    [{ command: 'set-log-level', level: 'loud' }, '/level'],
    [{ command: 'ping', timeout_ms: 1 }, '/timeout_ms'],
  ])('refuses %j', async (command, pointer) => {
    const { body } = await tell('_all', command).expect(422);
    expect(body.errors).toEqual([expect.objectContaining({ pointer })]);
  });
});
