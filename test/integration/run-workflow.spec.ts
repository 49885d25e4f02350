import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IsInt } from 'class-validator';
import { SnoozeTask } from '../../src/core/task/task-outcome.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { chain, map, step } from '../../src/core/workflows/builder/compose.js';
import type { WorkflowDefinition } from '../../src/core/workflows/definition/workflow-definition.js';
import { WorkflowStore } from '../../src/core/workflows/record/workflow-store.js';
import { WorkflowQueue } from '../../src/core/workflows/start/workflow-queue.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { drain } from '../support/testing-kit/drain.js';
import type { StepRun } from '../support/testing-kit/lone-workflow.js';
import { fakeTask } from '../support/testing-kit/fake-task.js';
import { runTask } from '../support/testing-kit/run-task.js';
import { runWorkflow } from '../support/testing-kit/run-workflow.js';
import {
  EchoTask,
  FailTask,
  ListTask,
  ReplaceByTask,
  SumTask,
  WorkflowTasks,
} from '../support/workflow-tasks.js';

const TASKS = [EchoTask, FailTask, ListTask, ReplaceByTask, SumTask];
const sum = (...numbers: unknown[]) => ({ task: 'test.sum', payload: { numbers } });
const echo = (value: unknown) => ({ task: 'test.echo', payload: { value } });
const resultOf = (name: string, path?: string) => ({ $result: name, ...(path !== undefined && { path }) });
const replace = (workflow: WorkflowDefinition) => ({
  task: 'test.replace',
  payload: { workflow: { $literal: workflow } },
});

class TriesPayload {
  @IsInt()
  failures!: number;
}

@Task({ name: 'test.tries', queue: 'tasks', payload: TriesPayload, attempts: 3 })
class TriesTask implements TaskHandler<TriesPayload, string> {
  private snoozed = false;

  constructor(private readonly taskQueue: TaskQueue) {}

  async run({ failures }: TriesPayload, { attempt }: TaskContext): Promise<string> {
    if (!this.snoozed) {
      this.snoozed = true;
      throw new SnoozeTask(60_000);
    }
    if (attempt <= failures) throw new Error(`attempt ${attempt}`);
    await this.taskQueue.submit(TriesTask, { failures: 0 });
    return `attempt ${attempt}`;
  }
}

async function statusesOf(workflow: WorkflowDefinition): Promise<object> {
  const { status, steps } = await runWorkflow(workflow, TASKS);
  const ofSteps = Object.entries(steps).map(([name, one]) => [name, one.revokeReason ?? one.status]);
  return { status, ...Object.fromEntries(ofSteps) };
}

describe('runWorkflow: a workflow in this process, without a broker', () => {
  beforeEach(() => {
    FailTask.isBroken = true;
  });

  it('runs each step after its parents, with their results', async () => {
    const { status, result, steps } = await runWorkflow(
      {
        steps: {
          d: sum(resultOf('b'), resultOf('c')),
          b: sum(resultOf('a'), 10),
          c: sum(resultOf('a'), 100),
          a: sum(1, 2),
        },
      },
      TASKS,
    );
    expect([status, result]).toEqual(['SUCCESS', 116]);
    expect(steps['d']).toMatchObject({ status: 'SUCCESS', payload: { numbers: [13, 103] }, attempts: 1 });
  });

  it('runs what the builder has made, and steps for each item of a list', async () => {
    const part = chain(
      step(ListTask, { length: 3 }),
      ({ items }) => map(items, ({ n }) => step(SumTask, { numbers: [n, n] })).named('double'),
      (numbers) => step(SumTask, { numbers }),
    );
    const { result, steps } = await runWorkflow(part, TASKS);
    expect(result).toBe(12);
    expect(steps['double']).toMatchObject({ result: [2, 4, 6], items: [{ result: 2 }, { result: 4 }, {}] });
  });

  it.each([
    ['fail', { status: 'FAILURE', bad: 'FAILURE', next: 'upstream-failed', last: 'upstream-failed' }],
    ['skip', { status: 'SUCCESS', bad: 'FAILURE', next: 'upstream-skipped', last: 'upstream-skipped' }],
    ['continue', { status: 'SUCCESS', bad: 'FAILURE', next: 'SUCCESS', last: 'SUCCESS' }],
  ] as const)('does what if_failed says: %s', async (ifFailed, expected) => {
    const steps = {
      bad: { task: 'test.fail', ifFailed },
      next: echo(resultOf('bad')),
      last: echo(resultOf('next')),
    };
    expect(await statusesOf({ steps })).toEqual(expected);
  });

  it('shows the error of a step that may fail', async () => {
    const steps = {
      bad: { task: 'test.fail', ifFailed: 'continue' },
      next: echo(resultOf('bad', '/$error/message')),
    } as const;
    expect((await runWorkflow({ steps }, TASKS)).result).toBe('broken');
  });

  it('fails a step whose items fail, after all of them have run', async () => {
    const each = { task: 'test.fail', payload: { message: { $item: '' } }, each: ['a', 'b'] };
    const { steps } = await runWorkflow({ steps: { each } }, TASKS);
    expect(steps['each']?.error?.message).toBe('2 of 2 items failed; the first is each[0]: DiscardTask: a');
    const { result } = await runWorkflow({ steps: { each: { ...each, ifFailed: 'continue' } } }, TASKS);
    expect(result).toEqual([
      { $error: { type: 'DiscardTask', message: 'a' } },
      { $error: { type: 'DiscardTask', message: 'b' } },
    ]);
  });

  it.each([
    [
      'a missing value',
      echo(resultOf('a', '/none')),
      'There is no value at "/none" in the result of the step "a"',
    ],
    ['a value that does not fit', sum(resultOf('b')), 'must be a number'],
    [
      'an each over no list',
      { ...echo({ $item: '' }), each: resultOf('a') },
      'must be a list, but is a number',
    ],
  ])('fails a step for %s', async (_, next, message) => {
    const { steps } = await runWorkflow({ steps: { a: sum(1), b: echo('text'), next } }, TASKS);
    expect(steps['next']).toMatchObject({
      status: 'FAILURE',
      error: { message: expect.stringContaining(message) },
    });
  });

  it('runs the hooks of its end', async () => {
    const hooks = {
      onSuccess: echo({ $workflow: '/results/a' }),
      onFailure: echo({ $workflow: '/errors/a/message' }),
      onEnd: echo({ $workflow: '/status' }),
    };
    const good = await runWorkflow({ steps: { a: sum(1, 2) }, ...hooks }, TASKS);
    expect(good.hooks).toMatchObject({ onSuccess: { result: 3 }, onEnd: { result: 'SUCCESS' } });
    const bad = await runWorkflow({ steps: { a: { task: 'test.fail' } }, ...hooks }, TASKS);
    expect(bad.hooks).toMatchObject({ onFailure: { result: 'broken' }, onEnd: { result: 'FAILURE' } });
    expect([Object.keys(good.hooks), Object.keys(bad.hooks)]).toEqual([
      ['onSuccess', 'onEnd'],
      ['onFailure', 'onEnd'],
    ]);
  });

  it('replaces a task by a workflow, whose end is its own', async () => {
    const inner = { steps: { a: sum(1, 2), b: sum(resultOf('a'), 4) } };
    const steps = { outer: replace({ steps: { inner: replace(inner) } }), next: sum(resultOf('outer'), 100) };
    expect((await runWorkflow({ steps }, TASKS)).result).toBe(107);
    const bad = await runWorkflow(
      { steps: { outer: replace({ steps: { a: { task: 'test.fail' } } }) } },
      TASKS,
    );
    expect(bad.steps['outer']?.error?.message).toMatch(/failed: its step a failed: broken$/);
    const invalid = await runWorkflow({ steps: { outer: replace({ steps: { a: sum('one') } }) } }, TASKS);
    expect(invalid.steps['outer']?.error?.message).toContain('/steps/a/payload/numbers');
  });

  it('runs every attempt at once, and records what is submitted', async () => {
    const tries = (failures: number) => runWorkflow(step(TriesTask, { failures }).named('a'), [TriesTask]);
    const good = await tries(2);
    expect(good.steps['a']).toMatchObject({ result: 'attempt 3', attempts: 3 });
    expect(good.submits.submitted(TriesTask)).toMatchObject([{ payload: { failures: 0 } }]);
    expect((await tries(3)).steps['a']).toMatchObject({ status: 'FAILURE', error: { message: 'attempt 3' } });
  });

  it('takes fakes, which are checked like the tasks', async () => {
    const run = (result: number) =>
      runWorkflow(
        chain(step(SumTask, { numbers: [1] }), (value) => step(EchoTask, { value })),
        [EchoTask, fakeTask(SumTask, ({ numbers }) => result + numbers.length)],
      );
    expect((await run(41)).result).toBe(42);
    expect((await run(Number.NaN)).status).toBe('FAILURE');
  });

  it('refuses what could not be started', async () => {
    const steps = { a: { ...echo(resultOf('b')), task: 'test.ecko' } };
    await expect(runWorkflow({ steps }, TASKS)).rejects.toThrow('Did you mean test.echo?');
  });
});

it('runTask shows the workflow by which a task replaces itself', async () => {
  const workflow = { steps: { a: { task: 'test.sum' } } };
  // The test's task passes on any JSON.
  const payload = { workflow: workflow as unknown as Record<string, string> };
  expect(await runTask(ReplaceByTask, payload)).toMatchObject({ outcome: 'parked', replacedBy: workflow });
});

describe('runWorkflow and a real queue', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables, { modules: [WorkflowTasks] });
    FailTask.isBroken = true;
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  async function inQueue(workflow: WorkflowDefinition): Promise<object> {
    const { id } = await app.get(WorkflowQueue).start(workflow);
    await drain(app);
    const view = await app.get(WorkflowStore).view(id);
    const ofTasks = async (of: readonly { readonly name: string; readonly taskId: string }[]) => {
      const tasks = await app.get(TaskStore).findMany(of.map(({ taskId }) => taskId));
      return tasks.map((task, i) => [of[i]?.name, task?.status, task?.result, task?.error?.message ?? null]);
    };
    return {
      status: view.workflow.status,
      steps: await ofTasks(view.steps.filter(({ itemOf }) => itemOf === null)),
      hooks: await ofTasks(view.hooks.filter(({ status }) => status !== 'REVOKED')),
    };
  }

  async function inline(workflow: WorkflowDefinition): Promise<object> {
    const { status, steps, hooks } = await runWorkflow(workflow, TASKS);
    const shown = (of: object) =>
      Object.entries(of as Record<string, StepRun>).map(([name, run]) => [
        ...[name, run.status, run.result],
        run.error?.message ?? null,
      ]);
    return { status, steps: shown(steps), hooks: shown(hooks) };
  }

  const list = { task: 'test.list', payload: { length: 3 } };
  const each = { ...sum({ $item: '/n' }, resultOf('base')), each: resultOf('list', '/items') };
  const failing = { task: 'test.fail', payload: { message: { $item: '' } }, each: ['a', 'b'] };

  it.each<[string, WorkflowDefinition]>([
    [
      'a map',
      {
        steps: {
          list,
          base: sum(5),
          each,
          total: { task: 'test.sum', payload: { numbers: resultOf('each') } },
        },
      },
    ],
    [
      'a failure',
      {
        steps: { bad: { task: 'test.fail' }, next: echo(resultOf('bad')) },
        onEnd: echo({ $workflow: '/errors/bad' }),
      },
    ],
    [
      'a failure to go on after',
      {
        steps: { bad: { task: 'test.fail', ifFailed: 'continue' }, next: echo(resultOf('bad')) },
        onSuccess: echo({ $workflow: '/results' }),
      },
    ],
    [
      'a skip',
      {
        steps: { bad: { task: 'test.fail', ifFailed: 'skip' }, next: echo(resultOf('bad')), other: echo(1) },
        onEnd: echo({ $workflow: '/status' }),
      },
    ],
    [
      'failing items',
      {
        steps: { failing, next: echo(resultOf('failing')) },
        onFailure: echo({ $workflow: '/errors/failing/message' }),
      },
    ],
    [
      'failing items to go on after',
      { steps: { failing: { ...failing, ifFailed: 'continue' }, next: echo(resultOf('failing')) } },
    ],
    ['a missing value', { steps: { a: sum(1), next: echo(resultOf('a', '/none')) } }],
    ['an each over no list', { steps: { a: sum(1), next: { ...echo({ $item: '' }), each: resultOf('a') } } }],
    [
      'a replacement',
      { steps: { outer: replace({ steps: { a: sum(1), b: echo(2) } }), next: echo(resultOf('outer')) } },
    ],
  ])('end with %s in the same way', async (_, workflow) => {
    expect(await inline(workflow)).toEqual(await inQueue(workflow));
  });
});
