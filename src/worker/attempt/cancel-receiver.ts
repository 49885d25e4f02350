import { Injectable, Logger } from '@nestjs/common';
import { CancelRequests } from '../../core/act/cancel-requests.js';
import { Attempts } from './attempts.js';

/** A missed request to cancel is found within this time. */
const LOOK_EVERY_MS = 5_000;

/** Stops running attempts whose task is cancelled: at once by message, or within 5 s if the message was missed. */
@Injectable()
export class CancelReceiver {
  private readonly logger = new Logger('Worker');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly requests: CancelRequests,
    private readonly attempts: Attempts,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.lookForCancelled(), LOOK_EVERY_MS);
    this.requests.listen(
      (id, reason) => this.attempts.cancel(id, reason),
      () => void this.lookForCancelled(),
    );
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async lookForCancelled(): Promise<void> {
    await this.attempts
      .lookForCancelled()
      .catch((error: unknown) => this.logger.debug(`Cancel requests could not be read: ${String(error)}`));
  }
}
