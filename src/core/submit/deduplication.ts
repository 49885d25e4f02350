import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import type { PreparedJob } from './prepared-job.js';
import { Queues } from '../bullmq/queues.js';
import { freeDeduplication, prepareDeduplication } from '../bullmq/scripts/deduplication-key.js';
import { RevokeJob } from '../bullmq/revoke-job.js';

/** The name of the key in versions before keys belonged to their callers. */
function formerId(id: string): string {
  // Only `deduplicationId` makes it.
  const [, ...parts] = JSON.parse(id) as readonly string[];
  return parts.join('/');
}

/** Extends BullMQ's deduplication: keys belong to their callers, and replaced tasks are ended. */
@Injectable()
export class Deduplication {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly revocation: RevokeJob,
  ) {}

  /**
   * Prepares the key before a job is stored.
   *
   * @returns the id of the task that the job replaces once it is stored, or ''
   */
  async prepare({ task, options }: PreparedJob): Promise<string> {
    const { deduplication, submittedBy = '', jobId, debounced } = options;
    if (deduplication === undefined) return '';
    const preparing = prepareDeduplication(this.broker.producer, this.queues.keys(task.queue), {
      keyId: deduplication.id,
      formerId: formerId(deduplication.id),
      caller: submittedBy,
      newId: jobId,
      isTaken: debounced === true,
    });
    return this.broker.ask(preparing);
  }

  /** Releases the job's key if the given task holds it. */
  async free({ task, options }: PreparedJob, holderId: string): Promise<void> {
    if (options.deduplication === undefined) return;
    const keys = this.queues.keys(task.queue);
    const { id } = options.deduplication;
    await this.broker.ask(freeDeduplication(this.broker.producer, keys, id, holderId));
  }

  /**
   * Ends a replaced task. It stays readable, and its webhook is sent. If it has started in the meantime, it continues.
   */
  async endReplaced(queue: QueueName, id: string, by: string): Promise<void> {
    const request = { queue, id, reason: `replaced by ${by}`, at: Date.now(), leave: 'running' } as const;
    await this.broker.ask(this.revocation.run(request));
  }
}
