import { Injectable } from '@nestjs/common';
import { Broker } from '../../redis/broker.js';
import { Queues } from '../../bullmq/queues.js';
import type { QueueName } from '../../task/queue-name.js';
import { PARK_REPLACED, PARK_STEP } from '../scripts/expand-step.js';
import { startOfItems } from '../record/workflow-record.js';
import { WorkflowProgress } from '../progress/workflow-progress.js';

/** Lets running tasks wait for others without a place in a worker. */
@Injectable()
export class Parking {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly progress: WorkflowProgress,
  ) {}

  /**
   * Lets an `each` step wait for its stored items, and starts these.
   *
   * @param token of the job's lock
   * @returns false, and does nothing, if another worker has the step
   */
  async step(workflowId: string, number: number, token: string): Promise<boolean> {
    const values = {
      ...this.progress.valuesOf(workflowId),
      step: String(number),
      start: startOfItems(number),
      token,
    };
    const parking = await this.broker.ask(PARK_STEP.run(this.broker.worker, values));
    // Also if it is said to be lost: that may be the repetition of a command whose reply was lost.
    await this.progress.moveOnOrDefer(workflowId);
    return parking === 'parked';
  }

  /** Lets a task wait for the workflow by which it has replaced itself. Returns the same. */
  async replaced(queue: QueueName, job: string, workflowId: string, token: string): Promise<boolean> {
    const values = {
      ...this.progress.valuesOf(workflowId),
      queue: this.queues.keys(queue).prefix,
      ...{ job, token },
    };
    return (await this.broker.ask(PARK_REPLACED.run(this.broker.worker, values))) === 'parked';
  }
}
