import { type Job, Worker } from 'bullmq';

/** A time to look again that is over, and none: BullMQ takes 0 for none. */
const AT_ONCE = 1;

/**
 * BullMQ's worker, which also says when it has last looked for a task, and got an answer, and which starts a task as soon
 * as it has it.
 */
export class WatchedWorker extends Worker {
  /** `performance.now()` */
  turnedAt = performance.now();

  /**
   * Also after every wait for a task, which takes 10 s at most.
   *
   * BullMQ looks for as many tasks as it may run before it starts the first: one that is alone waits until the broker
   * has said that there is no other. It starts what it has where it knows when to look again, so it is told a time. The
   * next look forgets it. Should BullMQ call its field otherwise one day, a lone task waits again, and nothing else.
   */
  protected override async moveToActive(...token: Parameters<Worker['moveToActive']>) {
    const job = await super.moveToActive(...token);
    this.turnedAt = performance.now();
    if (isThere(job)) Reflect.set(this, 'blockUntil', AT_ONCE);
    return job;
  }
}

/** BullMQ's type forgets that there may be none. */
function isThere(job: Job | undefined): boolean {
  return job !== undefined;
}
