import { Injectable } from '@nestjs/common';
import { QueueHolds } from '../../queues/queue-holds.js';
import type { QueueName } from '../../task/queue-name.js';
import { TaskRegistry } from '../../task/task-registry.js';
import type { SealedWorkflowSchedule } from '../schedule.js';
import { closedQueuesAmong } from './refusals.js';
import type { TickWork } from './scheduled-kind.js';
import { tasksOf } from './sealed-workflow.js';

/** Where the steps of scheduled workflows run. */
@Injectable()
export class WorkflowPlaces {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly holds: QueueHolds,
  ) {}

  /** The first task that this process does not know. */
  unknownTask({ workflow }: SealedWorkflowSchedule): string | undefined {
    return tasksOf(workflow).find(({ task }) => this.registry.find(task) === undefined)?.task;
  }

  queuesOf({ workflow }: SealedWorkflowSchedule): QueueName[] {
    return tasksOf(workflow).flatMap(({ task }) => this.registry.find(task)?.options.queue ?? []);
  }

  closedQueues(works: readonly TickWork<SealedWorkflowSchedule>[]): Promise<ReadonlySet<string>> {
    return closedQueuesAmong(
      this.holds,
      works.flatMap(({ schedule }) => this.queuesOf(schedule.definition)),
    );
  }
}
