import { Injectable } from '@nestjs/common';
import { Broker, msOf } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { scoredOf } from '../redis/scored.js';
import { entryOf, parseEntry } from '../bullmq/queue-entry.js';
import { RevokeJob } from '../bullmq/revoke-job.js';
import { Queues } from '../bullmq/queues.js';

const BATCH = 200;

/** A task that must not start after `at`, in ms since 1970. */
export interface Deadline {
  readonly queue: string;
  readonly id: string;
  readonly at: number;
}

/**
 * Revokes tasks that were not started by their `expiresAt`. Readers and workers treat them as revoked from that moment;
 * this also removes them from their queue, so that a backlog does not consist of dead tasks.
 */
@Injectable()
export class Expirations {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly queues: Queues,
    private readonly revocation: RevokeJob,
  ) {}

  async note(deadlines: readonly Deadline[]): Promise<void> {
    if (deadlines.length === 0) return;
    const members = deadlines.flatMap(({ queue, id, at }) => [at, entryOf(queue, id)]);
    await this.broker.producer.zadd(this.keys.expirations, ...members);
  }

  /** Revokes one batch of expired tasks. */
  async sweep(): Promise<{ mayHaveMore: boolean }> {
    const { producer } = this.broker;
    const due = await producer.zrangebyscore(
      this.keys.expirations,
      '-inf',
      msOf(await producer.time()),
      'WITHSCORES',
      'LIMIT',
      0,
      BATCH,
    );
    const entries = scoredOf(due);
    await Promise.all(entries.map(({ member, score }) => this.expire(member, score)));
    if (entries.length > 0)
      await producer.zrem(this.keys.expirations, ...entries.map(({ member }) => member));
    return { mayHaveMore: entries.length === BATCH };
  }

  private async expire(entry: string, at: number): Promise<void> {
    const { queue, id } = parseEntry(entry);
    if (this.queues.has(queue))
      await this.revocation.run({ queue, id, reason: 'expired', at, leave: 'started' });
  }
}
