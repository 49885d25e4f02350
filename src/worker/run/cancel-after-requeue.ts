import { Injectable, Logger } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { CancelRequests } from '../../core/act/cancel-requests.js';
import { RevokeJob } from '../../core/bullmq/revoke-job.js';
import { JobCommands } from '../../core/bullmq/job-commands.js';

/**
 * A request to cancel can arrive while a task is on its way back to waiting: put off, or to be tried again. Then there
 * is no run any more that could stop, and it would wait for its next attempt. Looked at once it waits.
 */
@Injectable()
export class CancelAfterRequeue {
  private readonly logger = new Logger('Worker');

  constructor(
    private readonly requests: CancelRequests,
    private readonly control: JobCommands,
    private readonly revocation: RevokeJob,
  ) {}

  /** Revokes the waiting task if someone has just asked for it. Never rejects: its next attempt will look again. */
  async look(queue: QueueName, id: string): Promise<void> {
    if (this.requests.recentReason(id) === undefined) return;
    try {
      const { cancelReason } = await this.control.decisions(queue, id);
      if (cancelReason === undefined) return; // it was run again by hand since
      await this.revocation.run({ queue, id, reason: cancelReason, at: Date.now() });
    } catch (error) {
      this.logger.debug(`A request to cancel ${id} waits for its next attempt: ${String(error)}`);
    }
  }
}
