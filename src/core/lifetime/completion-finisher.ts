import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { isFollowed } from '../bullmq/followed.js';
import { RevokeJob } from '../bullmq/revoke-job.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { CompletionNotifier } from './completion-notifier.js';

/** Finishes what is still open of a task's completion, before a retry or a removal undoes the completion itself. */
@Injectable()
export class CompletionFinisher {
  constructor(
    private readonly broker: Broker,
    private readonly revocation: RevokeJob,
    private readonly notifier: CompletionNotifier,
  ) {}

  /** @param task a final one, as it was read */
  async finish(task: TaskSnapshot): Promise<void> {
    await this.endExpired(task);
    if (isFollowed(task)) await this.notifier.notify(task);
  }

  /** An expired task counts as REVOKED while it is still in its queue: removes it, like the sweep. */
  private async endExpired({ queue, id, status, finishedAt }: TaskSnapshot): Promise<void> {
    if (status !== 'REVOKED') return;
    const at = finishedAt ?? Date.now();
    await this.broker.ask(this.revocation.run({ queue, id, reason: 'expired', at, leave: 'started' }));
  }
}
