import { Injectable } from '@nestjs/common';
import { madeAt } from '../../../core/index.js';
import type { CeleryCall } from '../calls/celery-call.js';
import { type EventCall, TaskEvents } from '../events/task-events.js';
import type { ToldCall } from './result-meta-of.js';
import { NOTHING_TOLD, type Told } from '../calls/task-changes.js';

/** Tasks whose states are told while they run; of more, the oldest are left out. All ends are told. */
const MAX_OPEN = 20_000;
/** Time for which a task is kept that another bridge tells the end of. */
const KEPT_MS = 60_000;

/** A task from Celery that this bridge took in. */
export interface OpenCall {
  readonly call: EventCall & ToldCall;
  /** The part of its life that was told. */
  told: Told;
  /** True once `task-received` was sent. */
  isReceived: boolean;
  /** True once its end is being told: nothing else is told after it. */
  isOver: boolean;
  /** When it was seen to have ended, by `performance.now()`. */
  endedAt: number | undefined;
}

/**
 * The tasks that this bridge took in and whose ends it has not told, by our id. They are kept in memory only: losing
 * them harms nothing, since the ends of all tasks are kept in our Redis.
 */
@Injectable()
export class OpenCalls {
  private readonly calls = new Map<string, OpenCall>();

  constructor(private readonly events: TaskEvents) {}

  get size(): number {
    return this.calls.size;
  }

  /**
   * Adds a task that is about to be submitted. It must be called before the submit: the task may end before that
   * returns. One that is open already stays as it is. Never throws.
   */
  add(call: CeleryCall, ourId: string): void {
    if (this.calls.has(ourId)) return;
    const [isReceived, isOver, endedAt] = [false, false, undefined];
    this.calls.set(ourId, { call: slimOf(call), told: NOTHING_TOLD, isReceived, isOver, endedAt });
    if (this.calls.size > MAX_OPEN) for (const oldest of this.calls.keys()) return this.forget(oldest);
  }

  /** Announces tasks that were submitted. */
  stored(ourIds: readonly string[]): void {
    for (const ourId of ourIds) this.receive(ourId);
  }

  /** Sends `task-received`, unless it was sent before. */
  receive(ourId: string, worker: string | null = null): void {
    const open = this.calls.get(ourId);
    if (open !== undefined && !open.isReceived)
      open.isReceived = this.events.received(open.call, madeAt(ourId), worker);
  }

  find(ourId: string): OpenCall | undefined {
    return this.calls.get(ourId);
  }

  ids(): IterableIterator<string> {
    return this.calls.keys();
  }

  /** Removes a task that was not submitted, or whose end was told. */
  forget(ourId: string): void {
    this.calls.delete(ourId);
  }

  /** Removes tasks whose ends another bridge has told. */
  sweep(): void {
    for (const [ourId, { endedAt = Infinity }] of this.calls)
      if (performance.now() - endedAt > KEPT_MS) this.forget(ourId);
  }

  /** Up to `count` tasks that were not returned for the longest time. */
  turn(count: number): string[] {
    const next = [...this.calls].slice(0, count);
    for (const [ourId, open] of next) {
      this.calls.delete(ourId);
      this.calls.set(ourId, open);
    }
    return next.map(([ourId]) => ourId);
  }
}

/** A call without what only its end needs: the rest of its canvas may be large. */
function slimOf(call: CeleryCall): OpenCall['call'] {
  const { id, task, rootId, parentId, group, retries, ignoreResult, replyTo } = call;
  const { queue, args, kwargs, argsRepr, kwargsRepr, etaAt, expiresAt } = call;
  return {
    ...{ id, task, rootId, parentId, group, retries, ignoreResult, replyTo },
    ...{ queue, args, kwargs, argsRepr, kwargsRepr, etaAt, expiresAt },
  };
}
