import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { Queues } from '../../src/core/bullmq/queues.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import { WorkerDirectory } from '../../src/core/workers/worker-directory.js';
import type { WorkerReport } from '../../src/core/workers/worker-report.js';
import { WorkflowStore } from '../../src/core/workflows/record/workflow-store.js';
import { startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { WorkflowTasks } from '../support/workflow-tasks.js';

const HOUR_MS = 3_600_000;
const LATER = { delay_ms: HOUR_MS };
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);

/** The report of a worker that serves the queue, and takes nothing. */
const report: WorkerReport = {
  ...{ id: newTaskId(), name: 'w9', host: 'h', pid: 1, version: '1', startedAt: 0 },
  state: 'online',
  queues: [{ name: 'tasks', concurrency: 1, isPaused: false }],
  ...{ threads: 1, active: [], activeCount: 0, loadAverage: [], rssBytes: 1, heapBytes: 1, logLevel: 'info' },
  counts: { processed: 0, succeeded: 0, failed: 0, retried: 0, revoked: 0 },
  loopDelayMs: { p50: 0, p99: 0 },
};

/** Without a worker: what holds a task before any could take it. */
describe('why a task waits, without a worker', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables, { modules: [WorkflowTasks] });
  });

  afterEach(async () => {
    const queues = app.get(Queues).all();
    await Promise.all(queues.map(({ queue }) => queue.obliterate({ force: true })));
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  const api = () => request(app.getHttpServer());
  const submit = async (options: object = {}) => {
    const body = { payload: { value: 1 }, options };
    return (await api().post('/tasks/test.echo').send(body)).body.task_id as string;
  };
  const why = async (id: string) => (await api().get(`/tasks/${id}/why`).expect(200)).body;
  const codesOf = async (id: string) =>
    (await why(id)).reasons.map(({ code }: { code: string }) => code) as string[];
  const reason = async (id: string, code: string) =>
    (await why(id)).reasons.find((each: { code: string }) => each.code === code);

  it('says that no worker serves the queue', async () => {
    const id = await submit();
    const { reasons, ...rest } = await why(id);
    expect(rest).toEqual({
      ...{ task_id: id, status: 'PENDING', queue: 'tasks', at: TIME },
      estimated_start: null,
    });
    expect(reasons).toEqual([
      {
        code: 'no-worker',
        blocking: true,
        message: 'No worker serves the queue tasks.',
        ends_when: 'A worker that serves tasks starts.',
        facts: { queue: 'tasks', lost_worker: null, lost_at: null },
      },
    ]);
  });

  it('names the worker that was lost', async () => {
    const directory = app.get(WorkerDirectory);
    await directory.announce(report, -1); // over at once
    const { facts, message } = await reason(await submit(), 'no-worker');
    await directory.withdraw(report.id);
    expect(facts).toEqual({ queue: 'tasks', lost_worker: 'w9', lost_at: TIME });
    expect(message).toMatch(/^No worker serves the queue tasks. The last one, w9, was lost \d+ m?s ago.$/);
  });

  it('says that nothing holds the next task, and estimates its start', async () => {
    const directory = app.get(WorkerDirectory);
    await directory.announce(report, 60_000);
    const id = await submit();
    const next = await why(id);
    const second = await why(await submit());
    await directory.withdraw(report.id);
    expect(next).toMatchObject({
      reasons: [{ code: 'next', blocking: false, facts: { queue: 'tasks' } }],
      estimated_start: { start_at: TIME, basis: { tasks_ahead: 0, per_second: 0, window: 'hour', slots: 1 } },
    });
    // Nothing has completed yet, so nobody knows how long one takes.
    expect(second).toMatchObject({ reasons: [{ code: 'behind' }], estimated_start: null });
  });

  it('gives the time of a delayed task, and of a debounced one', async () => {
    const delayed = await reason(await submit(LATER), 'delayed');
    expect(delayed).toMatchObject({
      blocking: true,
      facts: { until: TIME },
      ends_when: expect.stringMatching(/promoted: POST \/tasks\/\S+\/promote.$/),
    });
    expect(delayed.facts.in_ms).toBeGreaterThan(HOUR_MS - 60_000);
    const id = await submit({ deduplicate: { key: 'k', mode: 'debounce', ttl_ms: HOUR_MS } });
    expect(await codesOf(id)).toEqual(['debounced', 'no-worker']);
  });

  it('tells that a submit with the same key returns this task', async () => {
    const unique = await submit({ deduplicate: { key: 'u', mode: 'unique' } });
    expect(await reason(unique, 'deduplicated')).toMatchObject({ blocking: false, facts: { until: null } });
    const throttled = await submit({ deduplicate: { key: 't', mode: 'throttle', ttl_ms: HOUR_MS } });
    expect(await reason(throttled, 'deduplicated')).toMatchObject({ facts: { until: TIME } });
  });

  it('gives the time at which a task expires', async () => {
    const at = new Date(Date.now() + HOUR_MS).toISOString();
    expect(await reason(await submit({ expires_at: at }), 'expires')).toMatchObject({
      blocking: false,
      facts: { expires_at: at },
      message: expect.stringContaining(`Expires at ${at}`),
    });
  });

  it('counts the tasks ahead by priority and age', async () => {
    await submit({ priority: 'critical' });
    await submit({ priority: 'high' });
    for (let i = 0; i < 3; i++) await submit();
    const id = await submit();
    await submit();
    await submit({ priority: 'low' });
    expect(await reason(id, 'behind')).toMatchObject({
      blocking: true,
      facts: { queue: 'tasks', priority: 'normal', higher_priority: 2, older: 3 },
      message: 'Behind 2 tasks of higher priority and 3 older tasks in the queue tasks.',
    });
  });

  it('counts at most 10,000 tasks that another producer has added without a priority', async () => {
    const list = `${sandbox.prefix}:tasks:wait`;
    const id = await submit();
    await sandbox.redis.zrem(`${sandbox.prefix}:tasks:prioritized`, id);
    await sandbox.redis.rpush(list, id, ...Array.from({ length: 9_999 }, (_, i) => `other-${i}`));
    expect((await reason(id, 'behind')).facts).toMatchObject({ higher_priority: 0, older: 9_999 });
    await sandbox.redis.rpush(list, 'one-more');
    expect(await reason(id, 'behind')).toMatchObject({
      facts: { older: null },
      message: 'Behind more than 10,000 older tasks in the queue tasks.',
    });
  });

  it('says who paused the queue, and who closed it', async () => {
    const id = await submit();
    await api().put('/queues/tasks/pause').expect(200);
    await api().put('/queues/tasks/close').send({ reason: 'deploy' }).expect(200);
    const paused = await reason(id, 'queue-paused');
    const closed = await reason(id, 'queue-closed');
    await api().put('/queues/tasks/open').expect(200);
    await api().put('/queues/tasks/resume').expect(200);
    expect(paused).toMatchObject({
      blocking: true,
      facts: { queue: 'tasks', by: 'anonymous', since: TIME },
      ends_when: 'The queue is resumed: PUT /queues/tasks/resume.',
    });
    expect(closed).toMatchObject({
      blocking: false,
      facts: { by: 'anonymous', since: TIME, reason: 'deploy' },
    });
    expect(await codesOf(id)).toEqual(['no-worker']);
  });

  it('names the steps for which a step waits', async () => {
    const echo = { task: 'test.echo', payload: { value: 1 } };
    const steps = { a: echo, b: echo, both: { ...echo, after: ['a', 'b'] } };
    const { body } = await api().post('/workflows').send({ steps }).expect(201);
    const { steps: stored } = await app.get(WorkflowStore).view(String(body.workflow_id));
    const id = stored.find(({ name }) => name === 'both')?.taskId ?? '';
    expect(await reason(id, 'waits-for-steps')).toMatchObject({
      blocking: true,
      facts: { workflow_id: body.workflow_id, steps: ['a', 'b'] },
      message: 'Waits for the steps a and b.',
    });
  });

  it('finds a task that is in no place of its queue', async () => {
    const id = await submit();
    await sandbox.redis.zrem(`${sandbox.prefix}:tasks:prioritized`, id);
    expect(await codesOf(id)).toEqual(['misplaced', 'no-worker']);
  });

  it('has one reason for a final task', async () => {
    const id = await submit();
    await api().post(`/tasks/${id}/cancel`).send({ reason: 'not needed' }).expect(200);
    const { reasons, status, estimated_start: start } = await why(id);
    expect({ status, start }).toEqual({ status: 'REVOKED', start: null });
    expect(reasons).toMatchObject([
      {
        code: 'final',
        blocking: false,
        message: expect.stringMatching(/^The task was revoked at \S+ \(not needed\)\.$/),
        ends_when: null,
        facts: { status: 'REVOKED', revoke_reason: 'not needed' },
      },
    ]);
  });

  it('answers 404 for an unknown task', async () => {
    const { body } = await api().get(`/tasks/${newTaskId()}/why`).expect(404);
    expect(body.code).toBe('task-not-found');
    await api().get('/tasks/nonsense/why').expect(404);
  });
});
