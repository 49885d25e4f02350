import { expect } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { TaskStore } from '../../src/core/read/task-store.js';
import { isFinal } from '../../src/core/task/task-status.js';
import type { WorkflowDefinition } from '../../src/core/workflows/definition/workflow-definition.js';
import { WorkflowRepair } from '../../src/core/workflows/progress/workflow-repair.js';
import { type WorkflowView, WorkflowStore } from '../../src/core/workflows/record/workflow-store.js';
import { WorkflowQueue } from '../../src/core/workflows/start/workflow-queue.js';
import { eventually } from './eventually.js';
import { RecordingLogger, startWorker } from './in-process.js';
import { type Sandbox, type Variables, createSandbox } from './sandbox.js';
import { EchoTask, FailTask, WaitTask, WorkflowTasks } from './workflow-tasks.js';

/** A worker in this process with the tasks of workflow-tasks.ts. */
export class WorkflowStand {
  private constructor(
    readonly sandbox: Sandbox,
    readonly worker: TestingModule,
    readonly logger: RecordingLogger,
  ) {}

  static async create(variables?: Variables): Promise<WorkflowStand> {
    const sandbox = await createSandbox(variables);
    const logger = new RecordingLogger();
    const worker = await startWorker(sandbox.variables, { modules: [WorkflowTasks], logger });
    return new WorkflowStand(sandbox, worker, logger);
  }

  /** Call it before each test. */
  reset(): void {
    FailTask.isBroken = true;
    EchoTask.seen.length = 0;
  }

  async close(): Promise<void> {
    WaitTask.release();
    await this.worker.close();
    await this.sandbox.clean();
  }

  async start(definition: WorkflowDefinition): Promise<string> {
    return (await this.worker.get(WorkflowQueue).start(definition)).id;
  }

  view(id: string): Promise<WorkflowView> {
    return this.worker.get(WorkflowStore).view(id);
  }

  /** The workflow, once it is final. */
  ended(id: string): Promise<WorkflowView> {
    return eventually(async () => {
      const view = await this.view(id);
      expect(isFinal(view.workflow.status)).toBe(true);
      return view;
    });
  }

  /** Its status, once it is final, and those of its steps by name. */
  async outcome(id: string): Promise<{ status: string; steps: Record<string, string> }> {
    const { workflow, steps } = await this.ended(id);
    return {
      status: workflow.status,
      steps: Object.fromEntries(steps.map(({ name, status }) => [name, status])),
    };
  }

  /** The task of a step or a hook. */
  async taskOf(id: string, step: string) {
    const { steps, hooks } = await this.view(id);
    const { taskId = '' } = [...steps, ...hooks].find(({ name }) => name === step) ?? {};
    return this.worker.get(TaskStore).find(taskId);
  }

  /** Resolves once the task of a step has this status. */
  async reaches(id: string, step: string, status: string): Promise<void> {
    await eventually(async () => expect((await this.taskOf(id, step)).status).toBe(status));
  }

  /** Compares a workflow as the sweep does. @returns the number of repairs */
  async repair(id: string): Promise<number> {
    const { workflow } = await this.view(id);
    return this.worker.get(WorkflowRepair).check(id, workflow.steps);
  }

  /** The key of a workflow's record. */
  recordOf(id: string): string {
    return `${this.sandbox.prefix}:workflow:${id}`;
  }

  /** The key of a task in the queue `tasks`. */
  jobOf(taskId: string): string {
    return `${this.sandbox.prefix}:tasks:${taskId}`;
  }
}

/** Calls `meanwhile` once, in the middle of a method's next call: before it, or before its result is returned. */
export function interrupt<Target extends object>(
  target: Target,
  name: keyof Target,
  meanwhile: () => Promise<unknown>,
  when: 'before' | 'after' = 'after',
): void {
  const original = target[name] as (...given: unknown[]) => Promise<unknown>; // as the caller says
  const interrupted = async (...given: unknown[]) => {
    target[name] = original as Target[keyof Target];
    if (when === 'before') await meanwhile();
    const result = await original.apply(target, given);
    if (when === 'after') await meanwhile();
    return result;
  };
  target[name] = interrupted as Target[keyof Target];
}

export const sum = (...numbers: unknown[]) => ({ task: 'test.sum', payload: { numbers } });
export const echo = (value: unknown) => ({ task: 'test.echo', payload: { value } });
export const fail = (message = 'broken') => ({ task: 'test.fail', payload: { message } });
export const resultOf = (step: string, path?: string) => ({
  $result: step,
  ...(path !== undefined && { path }),
});
