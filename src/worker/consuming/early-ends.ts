import { Injectable } from '@nestjs/common';
import { isOnlyBridged } from '../../core/bullmq/followed.js';
import { type TaskJob, taskOptionsOf } from '../../core/bullmq/task-job.js';
import { BridgeEnds } from '../../core/lifetime/bridge-ends.js';
import { readBridgeMark } from '../../core/task/bridge-mark.js';

/**
 * Hands the success of a task that only a bridge follows over right behind BullMQ's command that records it, on the same
 * connection: its caller gets the result one round trip sooner. Whatever goes wrong is left to JobEvents.
 */
@Injectable()
export class EarlyEnds {
  private readonly sent = new WeakMap<object, Promise<boolean>>();

  constructor(private readonly ends: BridgeEnds) {}

  /** @param running the attempt */
  async after(running: Promise<unknown>, job: TaskJob): Promise<unknown> {
    const result = await running;
    setImmediate(() => this.send(job)); // BullMQ sends its command in this turn
    return result;
  }

  /** False if the end is still to be handed over. */
  handedOver(job: object): Promise<boolean> {
    return this.sent.get(job) ?? Promise.resolve(false);
  }

  private send(job: TaskJob): void {
    const { id, queueName: queue } = job;
    const mark = readBridgeMark(taskOptionsOf(job).bridge);
    if (id === undefined || mark === null) return;
    const handing = this.ends.handOverBehind({ queue, id }, mark.bridge);
    this.sent.set(
      job,
      handing.catch(() => false),
    );
  }
}

/** True for a job whose end can be handed over early. */
export function isEarly(job: TaskJob): boolean {
  return isOnlyBridged(taskOptionsOf(job));
}
