import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { isFinal } from '../../src/core/task/task-status.js';
import { WorkflowProgress } from '../../src/core/workflows/progress/workflow-progress.js';
import { MetricsRegistry } from '../../src/observability/metrics/metrics-registry.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { type Stand, startStand } from '../support/stand.js';
import { WaitTask, WorkflowTasks } from '../support/workflow-tasks.js';

const echo = (value: unknown) => ({ task: 'test.echo', payload: { value } });

describe('the steps that wait for others', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await startStand({ modules: [WorkflowTasks] });
  });

  afterAll(async () => {
    WaitTask.release();
    await stand.stop();
  });

  const api = () => request(stand.app.getHttpServer());
  const get = async (path: string) => (await api().get(path).expect(200)).body;
  /** Starts a workflow of a running step and two that wait for it. */
  const start = async () => {
    const steps = {
      runs: { task: 'test.wait' },
      next: { ...echo(1), after: ['runs'] },
      last: { ...echo(2), after: ['next'] },
    };
    const { body } = await api().post('/workflows').send({ steps }).expect(201);
    await eventually(async () =>
      expect((await get(`/workflows/${body.workflow_id}`)).steps.runs.status).toBe('STARTED'),
    );
    return body;
  };
  const ended = (id: string) =>
    eventually(async () => {
      const workflow = await get(`/workflows/${id}`);
      expect(isFinal(workflow.status)).toBe(true);
      return workflow;
    });
  const metricsOf = async (text: string | Promise<string>) =>
    new Map(
      (await text)
        .split('\n')
        .map((line): [string, number] => [line.replace(/ \S+$/, ''), Number(/\S+$/.exec(line)?.[0])]),
    );

  it('are counted, listed and measured, but are no backlog', async () => {
    const { workflow_id: id, steps } = await start();
    expect(await get('/queues/tasks')).toMatchObject({
      counts: { waiting: 0, waiting_for_steps: 2, started: 1 },
      remaining: 3,
      oldest_waiting_ms: null,
      backlog_seconds: 0,
    });
    const { items } = await get('/tasks?status=PENDING');
    const ids = items.map((task: { task_id: string }) => task.task_id);
    expect(ids.sort()).toEqual([steps.next.task_id, steps.last.task_id].sort());
    const metrics = await metricsOf((await api().get('/metrics').expect(200)).text);
    expect(metrics.get('celeriac_queue_tasks{queue="tasks",state="waiting_for_steps"}')).toBe(2);
    expect(metrics.get('celeriac_queue_backlog_seconds{queue="tasks"}')).toBe(0);
    expect(metrics.get('celeriac_workflows_open')).toBe(1);
    await WaitTask.releaseRunning();
    await ended(id);
    expect((await get('/queues/tasks')).counts).toMatchObject({ waiting_for_steps: 0, succeeded: 3 });
  });

  it('can be cancelled one by one', async () => {
    const { workflow_id: id, steps } = await start();
    await api().post(`/tasks/${steps.next.task_id}/cancel`).send({}).expect(200);
    await WaitTask.releaseRunning();
    const workflow = await ended(id);
    expect(workflow).toMatchObject({ status: 'FAILURE', steps: { last: { status: 'REVOKED' } } });
  });

  it('are reached by a bulk cancel and by revoke-waiting', async () => {
    for (const [path, body] of [
      ['/bulk-actions', { action: 'cancel', filter: { queue: 'tasks', status: 'PENDING' } }],
      ['/queues/tasks/revoke-waiting', { confirm: 'tasks' }],
    ] as const) {
      const { workflow_id: id, steps } = await start();
      await api().post(path).send(body).expect(202);
      await eventually(async () =>
        expect((await get(`/tasks/${steps.next.task_id}`)).status).toBe('REVOKED'),
      );
      await WaitTask.releaseRunning();
      expect((await ended(id)).steps.last.status).toBe('REVOKED');
    }
  });

  it('count with the hooks as tasks that wait, of which a queue takes only so many', async () => {
    const limited = await startApi(
      { ...stand.sandbox.variables, MAX_QUEUE_LENGTH: 'tasks=3' },
      { modules: [WorkflowTasks] },
    );
    const post = (steps: object) =>
      request(limited.getHttpServer())
        .post('/workflows')
        .send({ steps, on_end: echo(1) });
    const later = { ...echo(1), options: { delay_ms: 3_600_000 } };
    const { body, headers } = await post({ a: later, b: later, c: later }).expect(429);
    expect(body).toMatchObject({ code: 'queue-full' });
    expect(headers['retry-after']).toBeDefined();
    await post({ a: later, b: later }).expect(201);
    await post({ a: later }).expect(429);
    await limited.close();
  });

  it('are measured at the end of their workflow, and when one was repaired', async () => {
    const read = () => metricsOf(stand.worker.get(MetricsRegistry).metrics());
    const before = await read();
    const success = 'celeriac_workflows_ended_total{status="SUCCESS"}';
    const { workflow_id: id } = await start();
    await WaitTask.releaseRunning();
    await ended(id);
    await eventually(async () => expect((await read()).get(success)).toBe((before.get(success) ?? 0) + 1));
    const after = await read();
    expect(after.get('celeriac_workflow_duration_seconds_count{status="SUCCESS"}')).toBe(after.get(success));
    expect(after.get('celeriac_workflow_steps_repaired_total')).toBe(0);
    stand.worker.get(WorkflowProgress).events.emit('repaired', { id, steps: 2 });
    expect((await read()).get('celeriac_workflow_steps_repaired_total')).toBe(2);
  });
});
