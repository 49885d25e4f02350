import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { Cancellation } from '../../src/core/handle/cancellation.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskCancelledError } from '../../src/core/task/task-outcome.js';
import { isFinal } from '../../src/core/task/task-status.js';
import type { WorkflowDefinition } from '../../src/core/workflows/definition/workflow-definition.js';
import { WorkflowActions } from '../../src/core/workflows/act/workflow-actions.js';
import { WorkflowQueue } from '../../src/core/workflows/start/workflow-queue.js';
import { WorkflowStore } from '../../src/core/workflows/record/workflow-store.js';
import { Attempts } from '../../src/worker/attempt/attempts.js';
import { eventually } from '../support/eventually.js';
import { startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import {
  EchoTask,
  FailTask,
  ReplaceByTask,
  StubbornTask,
  WaitTask,
  WorkflowTasks,
} from '../support/workflow-tasks.js';

const sum = (...numbers: unknown[]) => ({ task: 'test.sum', payload: { numbers } });
const echo = (value: unknown) => ({ task: 'test.echo', payload: { value } });
const resultOf = (step: string, path?: string) => ({ $result: step, ...(path !== undefined && { path }) });

describe('a workflow', () => {
  let sandbox: Sandbox;
  let worker: TestingModule;

  beforeAll(async () => {
    sandbox = await createSandbox();
    worker = await startWorker(sandbox.variables, { modules: [WorkflowTasks] });
  });

  afterAll(async () => {
    await worker.close();
    await sandbox.clean();
  });

  afterEach(() => void jest.restoreAllMocks());
  beforeEach(() => {
    FailTask.isBroken = true;
    EchoTask.seen.length = 0;
  });

  const statusOf = async (id: string) => (await worker.get(TaskStore).find(id)).status;
  const start = async (definition: WorkflowDefinition) =>
    (await worker.get(WorkflowQueue).start(definition)).id;

  async function ended(id: string) {
    return eventually(async () => {
      const view = await worker.get(WorkflowStore).view(id);
      expect(isFinal(view.workflow.status)).toBe(true);
      return view;
    });
  }

  async function outcome(definition: WorkflowDefinition) {
    const view = await ended(await start(definition));
    return {
      status: view.workflow.status,
      steps: Object.fromEntries(view.steps.map(({ name, status }) => [name, status])),
    };
  }

  async function resultIn(id: string, step: string): Promise<unknown> {
    const { steps } = await worker.get(WorkflowStore).view(id);
    const taskId = steps.find(({ name }) => name === step)?.taskId ?? '';
    return (await worker.get(TaskStore).find(taskId)).result;
  }

  async function hookOf(id: string, hook: string) {
    const { hooks } = await worker.get(WorkflowStore).view(id);
    return hooks.find(({ name }) => name === hook);
  }

  it('passes results along a chain and a diamond', async () => {
    const id = await start({
      steps: {
        d: sum(resultOf('b'), resultOf('c')),
        b: sum(resultOf('a'), 10),
        c: sum(resultOf('a'), 100),
        a: sum(1, 2),
      },
    });
    const { workflow, steps } = await ended(id);
    expect(workflow).toMatchObject({ status: 'SUCCESS', open: 0, steps: 4 });
    expect(steps.map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS']);
    expect(await resultIn(id, 'd')).toBe(116);
  });

  it('runs a step for each item of a list that is known at run time', async () => {
    const id = await start({
      steps: {
        list: { task: 'test.list', payload: { length: 250 } },
        double: {
          ...sum({ $item: '/n' }, { $item: '/n' }),
          each: resultOf('list', '/items'),
        },
        total: { task: 'test.sum', payload: { numbers: resultOf('double') } },
      },
    });
    await ended(id);
    expect(await resultIn(id, 'total')).toBe(250 * 251);
    expect((await resultIn(id, 'double')) as number[]).toHaveLength(250);
  });

  it('of an empty list it makes an empty one', async () => {
    const id = await start({
      steps: {
        none: { ...sum({ $item: '' }), each: [] },
        total: { task: 'test.sum', payload: { numbers: resultOf('none') } },
      },
    });
    await ended(id);
    expect(await resultIn(id, 'total')).toBe(0);
  });

  it('fails with a step, and revokes what has not started', async () => {
    expect(
      await outcome({
        steps: {
          bad: { task: 'test.fail' },
          after: { ...sum(1), after: ['bad'] },
          last: { ...sum(resultOf('after')) },
        },
      }),
    ).toEqual({ status: 'FAILURE', steps: { bad: 'FAILURE', after: 'REVOKED', last: 'REVOKED' } });
  });

  it('goes on after a step that may fail, and shows its error', async () => {
    const id = await start({
      steps: { bad: { task: 'test.fail', ifFailed: 'continue' }, next: echo(resultOf('bad')) },
    });
    expect((await ended(id)).workflow.status).toBe('SUCCESS');
    expect(await resultIn(id, 'next')).toEqual({ $error: { type: 'DiscardTask', message: 'broken' } });
  });

  it('skips what follows a step that may be skipped', async () => {
    expect(
      await outcome({
        steps: {
          bad: { task: 'test.fail', ifFailed: 'skip' },
          after: echo(resultOf('bad')),
          last: echo(resultOf('after')),
          other: echo(1),
        },
      }),
    ).toEqual({
      status: 'SUCCESS',
      steps: { bad: 'FAILURE', after: 'REVOKED', last: 'REVOKED', other: 'SUCCESS' },
    });
  });

  it('submits the hooks of its end once, with references to it', async () => {
    const id = await start({
      steps: { a: sum(1, 2) },
      onSuccess: echo({ $workflow: '/results/a' }),
      onFailure: echo('no'),
      onEnd: echo({ $workflow: '/status' }),
    });
    await ended(id);
    await eventually(() => expect([...EchoTask.seen].sort()).toEqual([3, 'SUCCESS']));
    expect(await hookOf(id, 'onFailure')).toMatchObject({ status: 'REVOKED' });
  });

  it('takes a step for a step, even if it is called like a hook', async () => {
    const id = await start({
      steps: { onEnd: sum(1, 2), next: sum(resultOf('onEnd'), 10) },
      onEnd: echo({ $workflow: '/results/onEnd' }),
    });
    await ended(id);
    expect(await resultIn(id, 'next')).toBe(13);
    await eventually(() => expect(EchoTask.seen).toEqual([3]));
  });

  it('reruns only what failed, and what was revoked for it', async () => {
    const id = await start({
      steps: { good: echo('once'), bad: { task: 'test.fail', after: ['good'] }, last: echo(resultOf('bad')) },
      onSuccess: echo('success'),
      onFailure: echo({ $workflow: '/errors/bad/message' }),
    });
    expect((await ended(id)).workflow.status).toBe('FAILURE');
    await eventually(() => expect(EchoTask.seen).toEqual(['once', 'broken']));
    FailTask.isBroken = false;
    await worker.get(WorkflowActions).retry(id);
    expect((await ended(id)).workflow.status).toBe('SUCCESS');
    await eventually(() => expect(EchoTask.seen).toEqual(['once', 'broken', 'mended', 'success']));
  });

  it('is cancelled as a whole', async () => {
    const id = await start({
      steps: { running: { task: 'test.wait' }, waiting: echo(resultOf('running')) },
      onEnd: echo({ $workflow: '/status' }),
    });
    await eventually(async () => {
      const { steps } = await worker.get(WorkflowStore).view(id);
      expect(steps[0]?.status).toBe('STARTED');
    });
    await worker.get(WorkflowActions).cancel(id, 'not wanted');
    const view = await ended(id);
    expect(view.workflow).toMatchObject({ status: 'REVOKED', revokeReason: 'not wanted' });
    expect(view.steps.map(({ status }) => status)).toEqual(['REVOKED', 'REVOKED']);
    await eventually(() => expect(EchoTask.seen).toEqual(['REVOKED']));
  });

  it('replaces a task, which ends with its result', async () => {
    const inner = { steps: { a: sum(1, 2), b: sum(resultOf('a'), 4) } };
    const id = await start({
      steps: {
        outer: { task: 'test.replace', payload: { workflow: { $literal: inner } } },
        next: sum(resultOf('outer'), 100),
      },
    });
    await ended(id);
    expect(await resultIn(id, 'next')).toBe(107);
  });

  it('is not started by a task that was asked to stop', async () => {
    const start = jest.spyOn(worker.get(WorkflowQueue), 'start');
    const { id } = await worker.get(TaskQueue).submit(StubbornTask, {});
    await eventually(async () => expect(await statusOf(id)).toBe('STARTED'));
    await worker.get(Cancellation).cancel(id);
    await eventually(async () => expect(await statusOf(id)).toBe('REVOKED'));
    const late = await worker.get(TaskQueue).submit(StubbornTask, {}, { timeoutMs: 1 });
    await eventually(async () => expect(await statusOf(late.id)).toBe('FAILURE'));
    expect(start).not.toHaveBeenCalled();
  });

  it('is cancelled with a task that is asked to stop while it starts it', async () => {
    const inner = { steps: { never: { task: 'test.wait', payload: {} } } };
    const queue = worker.get(WorkflowQueue);
    const start = queue.start.bind(queue);
    const started: string[] = [];
    jest.spyOn(queue, 'start').mockImplementationOnce(async (...given) => {
      const workflow = await start(...given);
      started.push(workflow.id);
      worker.get(Attempts).running()[0]?.stop(new TaskCancelledError('just now'));
      return workflow;
    });
    const { id } = await worker.get(TaskQueue).submit(ReplaceByTask, { workflow: inner as never });
    await eventually(async () => expect(await statusOf(id)).toBe('REVOKED'));
    expect((await ended(started[0] ?? '')).workflow.status).toBe('REVOKED');
  });

  it('fails a task that it replaces when it fails', async () => {
    const inner = { steps: { a: { task: 'test.fail', payload: { message: 'deep inside' } } } };
    const id = await start({
      steps: { outer: { task: 'test.replace', payload: { workflow: { $literal: inner } } } },
    });
    const { steps } = await ended(id);
    const task = await worker.get(TaskStore).find(steps[0]?.taskId ?? '');
    expect(task.error?.message).toContain('its step a failed: deep inside');
  });

  it('is deleted with all its tasks', async () => {
    const id = await start({ steps: { a: sum(1), b: { ...sum(2), after: ['a'] } }, onEnd: echo(1) });
    await ended(id);
    await eventually(async () => worker.get(WorkflowActions).remove(id));
    expect(await sandbox.redis.keys(`${sandbox.prefix}:workflow*${id}*`)).toEqual([]);
    expect(await sandbox.redis.zcard(`${sandbox.prefix}:open-workflows`)).toBeGreaterThanOrEqual(0);
    WaitTask.release();
  });
});
