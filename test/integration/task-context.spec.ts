import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { CoreModule } from '../../src/core/core.module.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { WorkflowQueue } from '../../src/core/workflows/start/workflow-queue.js';
import { WorkflowStore } from '../../src/core/workflows/record/workflow-store.js';
import { eventually } from '../support/eventually.js';
import { type Stand, startStand } from '../support/stand.js';
import { runTask } from '../support/testing-kit/run-task.js';

class Nothing {}

interface Origin {
  readonly id: string;
  readonly parentId?: string;
  readonly rootId: string;
  readonly submittedBy?: string;
  readonly workflowId?: string;
  readonly step?: string;
  readonly leftMs: number | null;
}

@Task({ name: 'test.origin', queue: 'tasks', payload: Nothing, timeoutMs: 60_000 })
class OriginTask implements TaskHandler<Nothing, Origin> {
  run(_payload: Nothing, context: TaskContext): Promise<Origin> {
    const { id, parentId, rootId, submittedBy, workflowId, step, deadline } = context;
    const leftMs = deadline === undefined ? null : deadline.getTime() - Date.now();
    return Promise.resolve({
      ...{ id, rootId, leftMs },
      ...(parentId !== undefined && { parentId }),
      ...(submittedBy !== undefined && { submittedBy }),
      ...(workflowId !== undefined && { workflowId }),
      ...(step !== undefined && { step }),
    });
  }
}

@Task({ name: 'test.origin-parent', queue: 'tasks', payload: Nothing })
class ParentTask implements TaskHandler<Nothing, string> {
  constructor(private readonly taskQueue: TaskQueue) {}

  async run(): Promise<string> {
    return (await this.taskQueue.submit(OriginTask, {})).id;
  }
}

@Module({ imports: [CoreModule], providers: [OriginTask, ParentTask] })
class Tasks {}

describe('the context of a task', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await startStand({ modules: [Tasks] });
  });
  afterAll(() => stand.stop());

  const resultOf = <R>(id: string) =>
    eventually(async () => {
      const { status, result } = await stand.app.get(TaskStore).find(id);
      expect(status).toBe('SUCCESS');
      return result as R;
    });

  it('knows the parent, the root and the API key of the line', async () => {
    const origin = { submittedBy: 'shop' };
    const { id } = await stand.app.get(TaskQueue).submit(ParentTask, {}, {}, origin);
    const childId = await resultOf<string>(id);
    const child = await resultOf<Origin>(childId);
    expect(child).toMatchObject({ id: childId, parentId: id, rootId: id, submittedBy: 'shop' });
  });

  it('knows the workflow and the step', async () => {
    const { id: workflowId } = await stand.app
      .get(WorkflowQueue)
      .start({ steps: { first: { task: 'test.origin', payload: {} } } });
    const { steps } = await stand.app.get(WorkflowStore).view(workflowId);
    const origin = await resultOf<Origin>(steps[0]?.taskId ?? '');
    expect(origin).toMatchObject({ workflowId, step: 'first' });
  });

  it('has the same fields under test', async () => {
    const { result } = await runTask(OriginTask, {}, { id: 'mine' });
    expect(result).toEqual({ id: 'mine', rootId: 'mine', leftMs: expect.any(Number) });
    expect(result?.leftMs).toBeGreaterThan(59_000);
  });
});
