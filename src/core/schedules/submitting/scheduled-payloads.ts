import { Injectable } from '@nestjs/common';
import { JobPreparer } from '../../submit/job-preparer.js';
import { PayloadSeals } from '../../submit/payload-seals.js';
import { UnknownTaskError } from '../../task/queue.errors.js';
import type { QueueName } from '../../task/queue-name.js';
import { newTaskId } from '../../task/task-id.js';
import { TaskRegistry } from '../../task/task-registry.js';
import { InvalidScheduleError } from '../schedule.errors.js';
import type { SealedTaskSchedule, TaskSchedule } from '../schedule.js';

/** The payloads of scheduled tasks: checked like those of a submit, and encrypted where their task says so. */
@Injectable()
export class ScheduledPayloads {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly preparer: JobPreparer,
    private readonly seals: PayloadSeals,
  ) {}

  /** The queue of a task; undefined if this process does not know the task. */
  queueOf(task: string): QueueName | undefined {
    return this.registry.find(task)?.options.queue;
  }

  /**
   * @param isOwn whether code declares it, which may name internal tasks
   * @throws InvalidScheduleError if there is no such task, InvalidInputError for the payload, PayloadTooLargeError,
   * WebhookRefusedError, InvalidOptionError
   */
  seal(definition: TaskSchedule, isOwn: boolean): SealedTaskSchedule {
    const { task: name, payload, options } = definition;
    const { task } = this.prepared({ name, payload, options, isOwn });
    return { ...definition, task: task.name, ...this.seals.seal(task, payload) };
  }

  /** @throws PayloadKeyError, BrokenPayloadError */
  open({ task, payload, sealed }: SealedTaskSchedule): object {
    return this.seals.open({ name: task, payload, sealed }) as object; // only values inside it are sealed
  }

  private prepared(named: Parameters<JobPreparer['prepareNamed']>[0]) {
    try {
      return this.preparer.prepareNamed(named, { nextId: newTaskId });
    } catch (error) {
      if (error instanceof UnknownTaskError)
        throw new InvalidScheduleError('task', `is unknown: ${error.message}`);
      throw error;
    }
  }
}
