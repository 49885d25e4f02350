import { Injectable } from '@nestjs/common';
import { BrokerUnavailableError } from '../../redis/broker.errors.js';
import { isFault } from '../../redis/unavailability.js';
import { isFinal } from '../../task/task-status.js';
import { WorkflowActions } from '../../workflows/act/workflow-actions.js';
import { WorkflowStore } from '../../workflows/record/workflow-store.js';
import { WorkflowConflictError, WorkflowNotFoundError } from '../../workflows/record/workflow.errors.js';
import { WorkflowQueue } from '../../workflows/start/workflow-queue.js';
import { type SealedWorkflowSchedule, type WorkflowSchedule, tagOf } from '../schedule.js';
import type { WorkState } from '../ticking/tick-plan.js';
import { failed, skippedBy } from './refusals.js';
import type { ScheduledKind, TickWork, WorkOutcome } from './scheduled-kind.js';
import { WorkflowPlaces } from './workflow-places.js';
import { WorkflowSeals } from './workflow-seals.js';

type WorkflowWork = TickWork<SealedWorkflowSchedule>;

/** Schedules that start workflows. */
@Injectable()
export class ScheduledWorkflows implements ScheduledKind<WorkflowSchedule, SealedWorkflowSchedule> {
  constructor(
    private readonly seals: WorkflowSeals,
    private readonly queue: WorkflowQueue,
    private readonly store: WorkflowStore,
    private readonly actions: WorkflowActions,
    private readonly places: WorkflowPlaces,
  ) {}

  seal(definition: WorkflowSchedule, isOwn: boolean): SealedWorkflowSchedule {
    return { ...definition, workflow: this.seals.seal(definition.workflow, isOwn) };
  }

  unknownTask(definition: SealedWorkflowSchedule): string | undefined {
    return this.places.unknownTask(definition);
  }

  async look(ids: readonly string[]): Promise<ReadonlyMap<string, WorkState>> {
    const found = await this.store.findMany(ids);
    return new Map(
      found.flatMap((one) => (one ? [[one.id, isFinal(one.status) ? 'ended' : 'open'] as const] : [])),
    );
  }

  async submit(works: readonly WorkflowWork[]): Promise<WorkOutcome[]> {
    const closed = await this.places.closedQueues(works);
    return Promise.all(works.map((work) => this.start(work, closed)));
  }

  async cancel(ids: readonly string[], reason: string): Promise<void> {
    await Promise.all(ids.map((id) => this.actions.cancel(id, reason).catch(unlessOver)));
  }

  private async start({ schedule, id, at }: WorkflowWork, closed: ReadonlySet<string>): Promise<WorkOutcome> {
    const { definition, submittedBy, id: scheduleId } = schedule;
    const queue = this.places.queuesOf(definition).find((one) => closed.has(one));
    if (queue !== undefined) return skippedBy(queue);
    try {
      const workflow = this.seals.open(definition.workflow);
      const tags = [...(workflow.tags ?? []), tagOf(scheduleId)];
      // Its tasks were checked when the schedule was stored.
      await this.queue.start({ ...workflow, tags }, { nextId: () => id, submittedBy, at: at ?? Infinity });
      return { taskId: null, workflowId: id };
    } catch (error) {
      if (error instanceof BrokerUnavailableError || isFault(error)) throw error;
      return failed(error);
    }
  }
}

/** The workflow has ended or was deleted in the meantime. */
function unlessOver(error: unknown): void {
  if (!(error instanceof WorkflowConflictError || error instanceof WorkflowNotFoundError)) throw error;
}
