import { Injectable } from '@nestjs/common';
import { inTurns } from '../../act/in-turns.js';
import { TaskRemoval } from '../../lifetime/task-removal.js';
import { TaskStore } from '../../read/task-store.js';
import { nthId } from '../../task/task-id.js';
import { isFinal } from '../../task/task-status.js';
import type { HookName } from '../definition/workflow-definition.js';
import { hookId } from '../start/planned-jobs.js';
import { WorkflowArchive } from '../record/workflow-archive.js';
import { WorkflowStore } from '../record/workflow-store.js';
import { WorkflowWriter } from '../record/workflow-writer.js';
import type { WorkflowFacts, WorkflowSnapshot } from '../record/workflow.js';

/** Only the state of tasks is read. */
const NO_RESULTS = 1;

/** Removes workflows with their tasks. Safe to repeat: the record goes last. */
@Injectable()
export class WorkflowRemoval {
  constructor(
    private readonly store: WorkflowStore,
    private readonly writer: WorkflowWriter,
    private readonly tasks: TaskStore,
    private readonly removal: TaskRemoval,
    private readonly archive: WorkflowArchive,
  ) {}

  /**
   * Removes a workflow whose retention is over.
   *
   * @returns false, and does nothing, if the history has not confirmed it, or like `remove`
   */
  async removeDue(workflow: Pick<WorkflowSnapshot, 'id' | 'steps' | 'hooks'>): Promise<boolean> {
    return (await this.archive.confirm(workflow.id)) && (await this.remove(workflow));
  }

  /**
   * @returns false, and does nothing, if it is not final, or if a task of its end is not
   */
  async remove(workflow: Pick<WorkflowSnapshot, 'id' | 'steps' | 'hooks'>): Promise<boolean> {
    if (!(await this.writer.claim(workflow.id))) return false;
    const records = await this.store.records(workflow);
    const tasks = await this.tasks.findMany(
      records.map(({ taskId }) => taskId),
      NO_RESULTS,
    );
    const isOpen = (name: HookName) => {
      const task = tasks[records.findIndex(({ number }) => number === name)];
      return task !== undefined && !isFinal(task.status);
    };
    if (workflow.hooks.some(isOpen)) {
      await this.writer.unclaim(workflow.id);
      return false;
    }
    await this.writer.removeSoon(workflow.id); // should the process die now
    await inTurns([...tasks.entries()], async ([i, task]) => {
      const { queue, taskId } = records[i] ?? { queue: '', taskId: '' };
      // Of a step that was cancelled in the middle there may be items that never became part of the workflow.
      if (task !== undefined && !isFinal(task.status)) await this.removal.discard(queue, taskId);
      else await this.removal.remove(queue, taskId, task?.finishedAt ?? 0);
    });
    await this.writer.remove(workflow.id);
    return true;
  }

  /**
   * Removes the parts of a workflow that was never accepted. Its record may lack any step.
   *
   * @returns false, and does nothing, if it was accepted meanwhile
   */
  async discard(id: string, { steps, hooks }: Pick<WorkflowFacts, 'steps' | 'hooks'>): Promise<boolean> {
    if (!(await this.writer.withdraw(id))) return false;
    const numbers = Array.from({ length: steps }, (_, number) => number);
    const ids = [...numbers.map((number) => nthId(id, number)), ...hooks.map((hook) => hookId(id, hook))];
    const tasks = await this.tasks.findMany(ids, NO_RESULTS);
    await inTurns(tasks, async (task) => {
      if (task !== undefined) await this.removal.discard(task.queue, task.id);
    });
    await this.writer.remove(id);
    return true;
  }
}
