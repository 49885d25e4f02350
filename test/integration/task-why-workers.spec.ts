import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { IsString } from 'class-validator';
import request from 'supertest';
import { Queues } from '../../src/core/bullmq/queues.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import { WorkflowStore } from '../../src/core/workflows/record/workflow-store.js';
import { WorkerDirectory } from '../../src/core/workers/worker-directory.js';
import { Heartbeat } from '../../src/worker/upkeep/heartbeat.js';
import { WorkerPool } from '../../src/worker/consuming/worker-pool.js';
import { eventually } from '../support/eventually.js';
import { type Stand, startStand } from '../support/stand.js';
import { WaitTask, WorkflowTasks } from '../support/workflow-tasks.js';

const HOUR_MS = 3_600_000;
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);

class AnyPayload {
  @IsString()
  value!: string;
}

@Task({ name: 'test.rare', queue: 'tasks', payload: AnyPayload, rateLimit: { max: 1, durationMs: HOUR_MS } })
class RareTask implements TaskHandler<AnyPayload, null> {
  run = () => Promise.resolve(null);
}

@Task({
  ...{ name: 'test.flaky', queue: 'tasks', payload: AnyPayload, attempts: 3 },
  backoff: { type: 'fixed', delayMs: HOUR_MS },
})
class FlakyTask implements TaskHandler<AnyPayload, null> {
  run = () => Promise.reject(new RangeError('not yet'));
}

@Module({ imports: [WorkflowTasks], providers: [RareTask, FlakyTask] })
class WhyTasks {}

describe('why a task waits, or what it does, with a worker of one slot', () => {
  let stand: Stand;
  const api = () => request(stand.app.getHttpServer());
  const submit = async (name: string, options: object = {}, payload: object = { value: 'x' }) =>
    (await api().post(`/tasks/${name}`).send({ payload, options }).expect(201)).body.task_id as string;
  const why = async (id: string) => (await api().get(`/tasks/${id}/why`).expect(200)).body;
  const until = (id: string, code: string) =>
    eventually(async () => {
      const { reasons } = await why(id);
      const found = reasons.find((each: { code: string }) => each.code === code);
      if (found === undefined) throw new Error(`no ${code} in ${JSON.stringify(reasons)}`);
      return found;
    });
  const becomes = (id: string, status: string) =>
    eventually(async () => expect((await api().get(`/tasks/${id}`)).body).toMatchObject({ status }));
  const directory = () => stand.app.get(WorkerDirectory);
  const stepOf = async (workflow: string, step: string) => {
    const { steps } = await stand.app.get(WorkflowStore).view(workflow);
    return steps.find(({ name }) => name === step)?.taskId ?? '';
  };
  const occupy = async (options: object = {}) => {
    const id = await submit('test.wait', options, {});
    await becomes(id, 'STARTED');
    return id;
  };
  const command = async (body: object) => {
    await api().post('/workers/_all/commands').send(body).expect(200);
    await stand.worker.get(Heartbeat).beat();
  };

  beforeAll(async () => {
    stand = await startStand(
      { modules: [WhyTasks] },
      { WORKER_CONCURRENCY: '1', WORKER_NAME: 'w1', WORKER_QUEUES: 'tasks' },
    );
  });

  /** Leaves no task behind that the next test would have to wait for. */
  afterEach(async () => {
    WaitTask.release();
    await eventually(async () => {
      const counts = await stand.app.get(Queues).get('tasks').getJobCounts('active', 'prioritized');
      expect(counts).toEqual({ active: 0, prioritized: 0 });
    });
  });

  afterAll(() => stand.stop());

  it('tells since when a task runs, and until when it may', async () => {
    const id = await occupy({ timeout_ms: HOUR_MS });
    const running = await until(id, 'running');
    expect(running).toMatchObject({
      blocking: false,
      facts: {
        worker: 'w1',
        attempt: 1,
        max_attempts: 1,
        since: TIME,
        timeout_ms: HOUR_MS,
        times_out_at: TIME,
      },
      message: expect.stringMatching(/^Attempt 1 of 1 has run for \d+ m?s of at most 60 min on w1.$/),
    });
    expect((await why(id)).estimated_start).toBeNull();
  });

  it('tells when a running task was asked to stop', async () => {
    const id = await occupy();
    const control = stand.sandbox.redis.hset(
      `${stand.sandbox.prefix}:tasks:${id}`,
      'cel:cancel-at',
      Date.now(),
    );
    await control; // as a cancel does, but unheard by the worker
    expect(await until(id, 'cancel-requested')).toMatchObject({
      facts: { requested_at: TIME },
      message: expect.stringMatching(/^Asked to stop \d+ m?s ago, and still running.$/),
    });
  });

  it('tells that the worker of a running task is lost', async () => {
    const id = await occupy();
    const { [0]: worker } = await directory().all();
    if (worker === undefined) throw new Error('no worker');
    const { state, lastHeartbeatAt, ...report } = worker;
    expect([state, lastHeartbeatAt]).toEqual(['online', expect.any(Number)]);
    await directory().announce({ ...report, state: 'online' }, -1);
    const lost = (await why(id)).reasons;
    await stand.worker.get(Heartbeat).beat();
    expect(lost).toMatchObject([{ code: 'running' }, { code: 'worker-lost', facts: { worker: 'w1' } }]);
  });

  it('tells what runs in the slots of the workers, and estimates the start', async () => {
    const running = await occupy();
    const id = await submit('test.echo');
    const full = await until(id, 'slots-full');
    expect(full).toMatchObject({
      blocking: true,
      facts: { queue: 'tasks', slots: 1, running: [{ task_id: running, name: 'test.wait', worker: 'w1' }] },
      message: expect.stringMatching(
        /^The only slot of the queue's workers is in use. The longest-running task, test/,
      ),
    });
    const later = await submit('test.echo');
    expect(await until(later, 'behind')).toMatchObject({ facts: { older: 1 } });
  });

  it("tells that the queue's limit is reached, and what runs", async () => {
    stand.worker.get(WorkerPool).add('tasks', 2);
    await stand.worker.get(Heartbeat).beat();
    await api().patch('/queues/tasks').send({ concurrency: 1 }).expect(200);
    const running = await occupy();
    const id = await submit('test.echo');
    const limit = await until(id, 'queue-limit');
    await api().patch('/queues/tasks').send({ concurrency: null }).expect(200);
    stand.worker.get(WorkerPool).add('tasks', 1);
    await stand.worker.get(Heartbeat).beat();
    expect(limit).toMatchObject({
      facts: { concurrency: 1, running: [{ task_id: running }] },
      message: expect.stringMatching(/^The queue's limit of 1 running task is reached./),
    });
  });

  it("tells a task's turn under the rate limit of its type, and its retry", async () => {
    await becomes(await submit('test.rare'), 'SUCCESS');
    const limited = await until(await submit('test.rare'), 'rate-limit');
    expect(limited).toMatchObject({
      facts: { until: TIME, max: 1, duration_ms: HOUR_MS },
      message: expect.stringContaining('rate limit of 1 start per 60 min of test.rare'),
    });
    const retry = await until(await submit('test.flaky'), 'retry');
    expect(retry).toMatchObject({
      facts: { attempt: 2, max_attempts: 3, error: 'not yet', until: TIME },
      message: expect.stringMatching(/^Waits for its retry, attempt 2 of 3, until /),
    });
  });

  it('tells that a task runs in quarantine after a crash', async () => {
    const id = await submit('test.echo', { delay_ms: HOUR_MS });
    await stand.sandbox.redis.hset(`${stand.sandbox.prefix}:tasks:${id}`, 'stc', 1);
    expect(await until(id, 'quarantined')).toMatchObject({
      blocking: false,
      facts: { crashes: 1, alone: false },
    });
    await stand.sandbox.redis.hset(`${stand.sandbox.prefix}:tasks:${id}`, 'cel:crashes', 1);
    expect(await until(id, 'quarantined')).toMatchObject({ facts: { crashes: 2, alone: true } });
  });

  /** 202 if a step already runs, else 200. */
  async function cancelWorkflow(id: string): Promise<void> {
    const { status } = await api().post(`/workflows/${id}/cancel`);
    expect([200, 202]).toContain(status);
  }

  it('tells for which items and for which workflow a task waits', async () => {
    const steps = { all: { task: 'test.wait', payload: {}, each: [1, 2] } };
    const workflow = (await api().post('/workflows').send({ steps }).expect(201)).body.workflow_id as string;
    const each = await stepOf(workflow, 'all');
    expect(await until(each, 'waits-for-items')).toMatchObject({
      facts: { workflow_id: workflow, total: 2, ended: 0 },
      message: 'Waits for its items: 0 of 2 have ended.',
    });
    await cancelWorkflow(workflow);
    const replaced = await submit(
      'test.replace',
      {},
      { workflow: { steps: { one: { task: 'test.wait' } } } },
    );
    const waits = await until(replaced, 'waits-for-workflow');
    expect(waits.message).toBe(
      `The task has replaced itself by the workflow ${waits.facts.workflow_id}, and ends with it.`,
    );
    await cancelWorkflow(waits.facts.workflow_id);
  });

  it('tells that all workers are paused, draining, or have wrong clocks', async () => {
    await command({ command: 'pause' });
    const id = await submit('test.echo');
    expect(await until(id, 'workers-paused')).toMatchObject({
      blocking: true,
      facts: { queue: 'tasks', workers: ['w1'] },
      message: 'All workers of the queue are paused on it: w1.',
    });
    await command({ command: 'drain' });
    expect((await until(id, 'workers-draining')).message).toBe(
      'All workers of the queue are draining and take no more tasks: w1.',
    );
    const [{ state: _, lastHeartbeatAt: __, ...report } = await Promise.reject(new Error('no worker'))] =
      await directory().all();
    const other = { ...report, id: newTaskId(), name: 'w2', state: 'online', isClockWrong: true } as const;
    await directory().announce(other, 60_000);
    const codes = (await why(id)).reasons.map(({ code }: { code: string }) => code);
    const clock = await until(id, 'workers-clock-wrong');
    await directory().withdraw(other.id);
    await command({ command: 'resume' });
    expect(codes).toEqual(['workers-draining', 'workers-clock-wrong']);
    expect(clock.message).toBe('Some workers of the queue take no tasks because their clocks are wrong: w2.');
    await becomes(id, 'SUCCESS');
  });

  it("tells when the period of the queue's rate limit ends", async () => {
    await api()
      .patch('/queues/tasks')
      .send({ rate: { max: 1, duration_ms: HOUR_MS } })
      .expect(200);
    await becomes(await submit('test.echo'), 'SUCCESS');
    const id = await submit('test.echo');
    const limit = await until(id, 'queue-rate-limit');
    const { estimated_start: start } = await why(id);
    await api().post(`/tasks/${id}/cancel`).expect(200);
    expect(limit).toMatchObject({ facts: { max: 1, duration_ms: HOUR_MS, until: TIME } });
    expect(start).toMatchObject({ start_at: TIME, basis: { tasks_ahead: 0, slots: 1 } });
  });
});
