import { Injectable } from '@nestjs/common';
import type {
  ScheduleDefinition,
  SealedDefinition,
  SealedTaskSchedule,
  SealedWorkflowSchedule,
} from '../schedule.js';
import type { WorkState } from '../ticking/tick-plan.js';
import type { ScheduledKind, TickWork, WorkOutcome } from './scheduled-kind.js';
import { ScheduledTasks } from './scheduled-tasks.js';
import { ScheduledWorkflows } from './scheduled-workflows.js';

/** All that schedules submit. Ids of tasks and of workflows may be mixed: a schedule may change from one to the other. */
@Injectable()
export class ScheduledWork implements ScheduledKind<ScheduleDefinition, SealedDefinition> {
  constructor(
    private readonly tasks: ScheduledTasks,
    private readonly workflows: ScheduledWorkflows,
  ) {}

  seal(definition: ScheduleDefinition, isOwn: boolean): SealedDefinition {
    return definition.workflow === undefined
      ? this.tasks.seal(definition, isOwn)
      : this.workflows.seal(definition, isOwn);
  }

  /** The payload with its secrets: pass it no further than necessary. @throws PayloadKeyError, BrokenPayloadError */
  payloadOf(definition: SealedTaskSchedule): object {
    return this.tasks.open(definition);
  }

  unknownTask(definition: SealedDefinition): string | undefined {
    return definition.workflow === undefined
      ? this.tasks.unknownTask(definition)
      : this.workflows.unknownTask(definition);
  }

  async look(ids: readonly string[]): Promise<ReadonlyMap<string, WorkState>> {
    const tasks = await this.tasks.look(ids);
    const workflows = await this.workflows.look(ids.filter((id) => !tasks.has(id)));
    return new Map([...tasks, ...workflows]);
  }

  async submit(works: readonly TickWork[]): Promise<WorkOutcome[]> {
    const ofTasks = works.filter(isOfTask);
    const ofWorkflows = works.filter(isOfWorkflow);
    const [tasks, workflows] = await Promise.all([
      this.tasks.submit(ofTasks),
      this.workflows.submit(ofWorkflows),
    ]);
    return works.flatMap((work) => (isOfTask(work) ? tasks.shift() : workflows.shift()) ?? []);
  }

  async cancel(ids: readonly string[], reason: string): Promise<void> {
    const workflows = await this.workflows.look(ids);
    await Promise.all([
      this.workflows.cancel([...workflows.keys()], reason),
      this.tasks.cancel(
        ids.filter((id) => !workflows.has(id)),
        reason,
      ),
    ]);
  }
}

function isOfTask(work: TickWork): work is TickWork<SealedTaskSchedule> {
  return work.schedule.definition.workflow === undefined;
}

function isOfWorkflow(work: TickWork): work is TickWork<SealedWorkflowSchedule> {
  return !isOfTask(work);
}
