import { Injectable, Logger } from '@nestjs/common';
import type { QueueName } from '../../core/task/queue-name.js';
import { CancelRequests } from '../../core/act/cancel-requests.js';
import { Cancellation } from '../../core/handle/cancellation.js';
import { JobCommands } from '../../core/bullmq/job-commands.js';

/**
 * A request to cancel can arrive while a task is being requeued, snoozed or retried. No run can be stopped then, and
 * the request would wait for the next attempt, so it is checked once the task waits.
 */
@Injectable()
export class CancelAfterRequeue {
  private readonly logger = new Logger('Worker');

  constructor(
    private readonly requests: CancelRequests,
    private readonly control: JobCommands,
    private readonly cancellation: Cancellation,
  ) {}

  /** Revokes the waiting task, with all that it waits for, if it was just requested. Never rejects: its next attempt checks again. */
  async look(queue: QueueName, id: string): Promise<void> {
    if (this.requests.recentReason(id) === undefined) return;
    try {
      const { cancelReason } = await this.control.decisions(queue, id);
      if (cancelReason === undefined) return; // it was retried by hand since
      await this.cancellation.cancel(id, cancelReason);
    } catch (error) {
      this.logger.debug(`The cancel request for ${id} waits for its next attempt: ${String(error)}`);
    }
  }
}
