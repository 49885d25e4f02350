import { setMaxListeners } from 'node:events';
import { Injectable } from '@nestjs/common';
import { TaskReader } from '../search/task-reader.js';
import { TaskNotFoundError } from '../task/queue.errors.js';
import { ResultTimeoutError, TaskFailedError, TaskRevokedError } from '../task/handle/result.errors.js';
import { runningTask } from '../task/running-task.js';
import type { TaskEvent } from '../task/handle/task-event.js';
import type { ResultOptions } from '../task/handle/task-handle.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';
import { TaskFeed } from '../watch/task-feed.js';
import { TaskWatcher } from '../watch/task-watcher.js';
import { Cancellation } from './cancellation.js';
import { eventsOf } from './handle-events.js';

/** Everything that handles of tasks do. A handle itself is only an id. */
@Injectable()
export class TaskHandles {
  constructor(
    private readonly reader: TaskReader,
    private readonly watcher: TaskWatcher,
    private readonly feed: TaskFeed,
    private readonly cancellation: Cancellation,
  ) {}

  async state(id: string): Promise<TaskSnapshot> {
    return (await this.reader.find(id)).task;
  }

  async result(id: string, { timeoutMs = Infinity, signal }: ResultOptions = {}): Promise<unknown> {
    refuseItself(id);
    signal?.throwIfAborted();
    shareSignal(signal);
    const task = await this.ended(id, timeoutMs, signal);
    if (!isFinal(task.status)) {
      signal?.throwIfAborted();
      throw new ResultTimeoutError(id, task.status, timeoutMs);
    }
    return resultOf(task);
  }

  events(id: string, signal?: AbortSignal): AsyncGenerator<TaskEvent, void, undefined> {
    shareSignal(signal);
    return eventsOf(this.reader, this.feed, id, signal);
  }

  async cancel(id: string, reason?: string): Promise<TaskSnapshot> {
    return this.cancellation.cancel(id, reason);
  }

  /** A task that the broker has no more may be in the history: it has ended. */
  private async ended(id: string, timeoutMs: number, signal?: AbortSignal): Promise<TaskSnapshot> {
    try {
      return await this.watcher.waitUntilFinal(id, timeoutMs, signal);
    } catch (error) {
      if (error instanceof TaskNotFoundError) return this.state(id);
      throw error;
    }
  }
}

function resultOf({ id, status, result, error, revokeReason }: TaskSnapshot): unknown {
  if (status === 'SUCCESS') return result ?? null;
  if (status === 'REVOKED') throw new TaskRevokedError(id, revokeReason ?? 'revoked');
  throw new TaskFailedError(id, error ?? { type: 'Error', message: 'The task failed' });
}

/** One signal may end the waits for many tasks: Node would warn of a leak from the eleventh on. */
function shareSignal(signal: AbortSignal | undefined): void {
  if (signal) setMaxListeners(0, signal);
}

/** It would wait for its own end. */
function refuseItself(id: string): void {
  if (runningTask()?.id === id) throw new Error(`Task ${id} cannot wait for its own result: it is running.`);
}
