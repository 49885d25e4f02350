import { Injectable } from '@nestjs/common';
import { type TaskSnapshot, madeAt, runMsOf } from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import type { CeleryCall } from '../calls/celery-call.js';
import { TaskEvents } from '../events/task-events.js';
import { callOf } from './call-of.js';
import { type CeleryEnd, celeryEndOf } from '../calls/celery-end.js';
import { EndTeller } from './end-teller.js';
import { OpenCalls } from './open-calls.js';
import { type Told, changesSince, toldOf } from '../calls/task-changes.js';

/** Tells the end of a task of ours: the result and what follows from it, then the events. */
@Injectable()
export class TaskTeller {
  constructor(
    private readonly teller: EndTeller,
    private readonly calls: OpenCalls,
    private readonly events: TaskEvents,
    private readonly config: Config,
  ) {}

  /**
   * @param task a final one
   * @throws CeleryUnavailableError to be told again later
   */
  async tell(task: TaskSnapshot): Promise<void> {
    const call = callOf(task);
    if (call === undefined) return; // another program has marked it: nobody waits for it
    const open = this.calls.find(task.id);
    if (open) open.isOver = true;
    const end = celeryEndOf(task, call, this.config.celeryMaxMessageBytes);
    await this.teller.tell(call, end);
    this.announce(call, end, task);
    this.calls.forget(task.id);
  }

  /** Receivers that see an end without a start show a wrong state: what was not announced before is announced now. */
  private announce(call: CeleryCall, end: CeleryEnd, task: TaskSnapshot): void {
    const open = this.calls.find(task.id);
    if (open) this.calls.receive(task.id, task.worker);
    for (const change of changesSince(open?.told ?? onlyStart(task), task)) this.events.changed(call, change);
    this.events.ended(call, { ...end, endedAt: Math.max(end.endedAt, madeAt(task.id)) }, runMsOf(task));
  }
}

/** Another bridge has told all but the last start, or has died. */
function onlyStart(task: TaskSnapshot): Told {
  return { ...toldOf(task), started: task.attempt - 1 };
}
