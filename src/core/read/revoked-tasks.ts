import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { Queues } from '../bullmq/queues.js';
import { compareRevoked } from '../bullmq/scripts/compare-revoked.js';

/** Number of tasks compared in one step. */
const BATCH = 200;
/** Interval between full comparisons. */
const AGAIN_MS = 3_600_000;

/**
 * Counts REVOKED tasks without reading them: one set of ids per queue, updated by every step that revokes, retries or
 * removes. An hourly walk corrects what these steps cannot: tasks revoked by an older version, and marks left by a
 * worker that lost its task before it could end it.
 */
@Injectable()
export class RevokedTasks {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  count(queue: QueueName): Promise<number> {
    return this.broker.ask(this.broker.producer.scard(this.keys.revoked(queue)));
  }

  /** Compares one batch per queue, if it is due. */
  async sweep(): Promise<{ mayHaveMore: boolean }> {
    const steps = this.queues.all().map(({ name }) =>
      compareRevoked(this.broker.producer, this.queues.keys(name), {
        revokedIds: this.keys.revoked(name),
        position: this.keys.walk('revoked', name, 'failed'),
        count: BATCH,
        againMs: AGAIN_MS,
      }),
    );
    return { mayHaveMore: (await Promise.all(steps)).some(Boolean) };
  }
}
