import { Injectable } from '@nestjs/common';
import { ErrorGroups, ErrorNotFoundError } from '../../core/errors/error-groups.js';
import { SCHEDULE_ID } from '../../core/schedules/schedule.js';
import { ScheduleStore } from '../../core/schedules/records/schedule-store.js';
import { TaskReader } from '../../core/search/task-reader.js';
import { TaskNotFoundError } from '../../core/task/queue.errors.js';
import { isTaskId } from '../../core/task/task-id.js';
import { WorkerDirectory } from '../../core/workers/worker-directory.js';
import { WorkflowReader } from '../../core/workflows/record/workflow-reader.js';
import { WorkflowNotFoundError } from '../../core/workflows/record/workflow.errors.js';
import { OPERATIONS } from '../bulk-actions/operations-queue.js';
import { windowMsOf } from '../errors/error-parameters.js';
import type { FoundKind } from './find.dto.js';

const FINGERPRINT = /^[\da-f]{16}$/;

/** Finds out what an id stands for. */
@Injectable()
export class Finder {
  constructor(
    private readonly tasks: TaskReader,
    private readonly workflows: WorkflowReader,
    private readonly workers: WorkerDirectory,
    private readonly schedules: ScheduleStore,
    private readonly errors: ErrorGroups,
  ) {}

  /**
   * undefined if nothing has the id.
   *
   * @throws BrokerUnavailableError, HistoryUnavailableError
   */
  async find(id: string): Promise<FoundKind | undefined> {
    const looks = [
      () => this.asTask(id),
      () => this.asWorkflow(id),
      () => this.asWorker(id),
      () => this.asSchedule(id),
      () => this.asError(id),
    ];
    for (const look of looks) {
      const kind = await look();
      if (kind !== undefined) return kind;
    }
    return undefined;
  }

  private async asTask(id: string): Promise<FoundKind | undefined> {
    if (!isTaskId(id)) return undefined;
    const found = await undefinedIf(TaskNotFoundError, this.tasks.find(id));
    if (found === undefined) return undefined;
    return found.task.queue === OPERATIONS && !found.isArchived ? 'bulk-action' : 'task';
  }

  private async asWorkflow(id: string): Promise<FoundKind | undefined> {
    if (!isTaskId(id)) return undefined;
    return (await undefinedIf(WorkflowNotFoundError, this.workflows.find(id))) && 'workflow';
  }

  private async asWorker(id: string): Promise<FoundKind | undefined> {
    return (await this.workers.find(id)) && 'worker';
  }

  private async asSchedule(id: string): Promise<FoundKind | undefined> {
    if (!SCHEDULE_ID.test(id)) return undefined;
    return (await this.schedules.find(id)) && 'schedule';
  }

  private async asError(id: string): Promise<FoundKind | undefined> {
    if (!FINGERPRINT.test(id)) return undefined;
    return (await undefinedIf(ErrorNotFoundError, this.errors.get(id, windowMsOf()))) && 'error';
  }
}

async function undefinedIf<T>(
  missing: abstract new (...parameters: never[]) => Error,
  finding: Promise<T>,
): Promise<T | undefined> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof missing) return undefined;
    throw error;
  }
}
