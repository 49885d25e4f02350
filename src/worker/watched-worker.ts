import { Worker } from 'bullmq';

/** BullMQ's worker, which also says when it has last looked for a task, and got an answer. */
export class WatchedWorker extends Worker {
  /** `performance.now()` */
  turnedAt = performance.now();

  /** Also after every wait for a task, which takes 10 s at most. */
  protected override async moveToActive(...token: Parameters<Worker['moveToActive']>) {
    const job = await super.moveToActive(...token);
    this.turnedAt = performance.now();
    return job;
  }
}
