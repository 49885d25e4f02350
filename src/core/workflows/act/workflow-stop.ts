import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Cancellation } from '../../handle/cancellation.js';
import { inTurns } from '../../act/in-turns.js';
import { Broker } from '../../redis/broker.js';
import { TaskStore } from '../../read/task-store.js';
import type { TaskSnapshot } from '../../task/task-snapshot.js';
import { isFinal } from '../../task/task-status.js';
import { STOP } from '../scripts/move-on.js';
import { field, state } from '../record/workflow-record.js';
import { WorkflowProgress } from '../progress/workflow-progress.js';
import { type StepRecord, WorkflowStore } from '../record/workflow-store.js';

/** Only the state of tasks is read. */
const NO_RESULTS = 1;

/**
 * Ends workflows early. Steps that wait for others are revoked by the workflow's own script; here those in a queue follow,
 * and after a cancel also those that run.
 */
@Injectable()
export class WorkflowStop implements OnModuleInit {
  private readonly logger = new Logger('Workflows');

  constructor(
    private readonly broker: Broker,
    private readonly store: WorkflowStore,
    private readonly tasks: TaskStore,
    private readonly cancellation: Cancellation,
    private readonly progress: WorkflowProgress,
  ) {}

  onModuleInit(): void {
    this.progress.events.on('stopping', ({ id }) => void this.revokeQueuedOrDefer(id));
  }

  /** Cancels a workflow. False if it is final, or gone. */
  async all(id: string, reason: string): Promise<boolean> {
    const { workflow, work } = this.progress.valuesOf(id);
    if (!(await this.broker.ask(STOP.run(this.broker.producer, { workflow, work, reason })))) return false;
    await this.progress.moveOn(id);
    await this.revokeReleased(id);
    return true;
  }

  /**
   * Repeats what a process may have left undone: revokes the queued steps of a workflow that stops, and asks running ones
   * to stop if it was cancelled.
   */
  async revokeReleased(id: string): Promise<void> {
    const [reason, cancelled, failedAt, steps] = await this.store.fields(id, [
      field.stopping,
      field.cancelled,
      field.failedAt,
      field.steps,
    ]);
    if (!reason) return;
    const released = await this.releasedSteps(id, Number(steps));
    await inTurns(released, async (task) => {
      await this.cancellation.cancelAs(
        task,
        reason,
        cancelled ? undefined : 'started',
        Number(failedAt ?? 0),
      );
    });
  }

  /** Cancels the open items of a step that was cancelled itself. */
  async items(id: string, step: number, reason: string): Promise<void> {
    const [record] = await this.store.recordsOf(id, [step]);
    const [first, count] = record?.items ?? [0, 0];
    const numbers = Array.from({ length: count }, (_, i) => first + i);
    const records = await this.store.recordsOf(id, numbers);
    const open = records.filter((item) => item.state === null || item.state === state.released);
    await inTurns(await this.openTasks(open), async (task) => {
      await this.cancellation.cancelAs(task, reason);
    });
  }

  private async releasedSteps(id: string, steps: number): Promise<TaskSnapshot[]> {
    const records = await this.store.records({ id, steps, hooks: [] });
    return this.openTasks(records.filter((record) => record.state === state.released));
  }

  private async openTasks(records: readonly StepRecord[]): Promise<TaskSnapshot[]> {
    const tasks = await this.tasks.findMany(
      records.map(({ taskId }) => taskId),
      NO_RESULTS,
    );
    return tasks.filter((task) => task !== undefined).filter(({ status }) => !isFinal(status));
  }

  /** The sweep tries again. */
  private async revokeQueuedOrDefer(id: string): Promise<void> {
    await this.revokeReleased(id).catch((error: unknown) => {
      this.logger.warn(`Queued steps of workflow ${id} could not be revoked yet; retrying: ${String(error)}`);
    });
  }
}
