import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { entryOf } from '../bullmq/queue-entry.js';
import { type NamedQueue, Queues } from '../bullmq/queues.js';
import { endPlaces } from '../bullmq/layout.js';
import { enterRetention } from '../bullmq/scripts/enter-retention.js';
import { DueRemoval } from './due-removal.js';

/** Number of tasks entered in one step, which limits the load on the broker. */
const BATCH = 200;
/** Tasks that ended more recently are left for later: an end can be recorded late, under its actual time. */
const LAG_MS = 60_000;
/** Interval after which the walk starts over, to find ends that were recorded even later. */
const WALK_AGAIN_MS = 3_600_000;

/**
 * Which finished tasks a walk enters: those with their own retention, soon after their end; the others once it is over.
 */
type Walk = 'own' | 'all';

/**
 * Removes finished tasks when their own retention is over. BullMQ can only apply the retention of a finishing task to
 * all that finished before it, so a short-lived task would remove long-lived ones. Instead, sweeps walk along the
 * finished tasks and enter them in one sorted set by the time of their removal. Tasks without their own retention,
 * which are most, are entered when RESULT_RETENTION_MS is over: an entry takes a tenth of a finished task's memory.
 * Workers write nothing for this: a write per task costs a sixth of their speed.
 */
@Injectable()
export class Retention {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly removal: DueRemoval,
    private readonly keys: Keys,
    private readonly options: CoreOptions,
  ) {}

  /** Enters one batch of finished tasks per queue. */
  async enter(lagMs = LAG_MS): Promise<{ mayHaveMore: boolean }> {
    const ended = Date.now() - lagMs;
    const until = { own: ended, all: ended - this.options.resultRetentionMs };
    const steps = this.queues
      .all()
      .flatMap((queue) =>
        endPlaces.flatMap((set) => [
          this.walk(queue, set, 'own', until.own),
          this.walk(queue, set, 'all', until.all),
        ]),
      );
    return { mayHaveMore: (await Promise.all(steps)).some((count) => count >= BATCH) };
  }

  /** Removes one batch of tasks whose retention is over. */
  sweep(): Promise<{ removed: number; mayHaveMore: boolean }> {
    return this.removal.sweep();
  }

  private walk(
    { name }: NamedQueue,
    set: (typeof endPlaces)[number],
    which: Walk,
    newest: number,
  ): Promise<number> {
    return enterRetention(this.broker.producer, this.queues.keys(name), set, {
      retention: this.keys.retention,
      cursor: this.keys.walk(which, name, set),
      entries: entryOf(name, ''),
      count: BATCH,
      defaultRetentionMs: this.options.resultRetentionMs,
      againMs: WALK_AGAIN_MS,
      ...{ which, newest },
    });
  }
}
