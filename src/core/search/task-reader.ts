import { Injectable } from '@nestjs/common';
import { Histories, HistoryUnavailableError, type Transition } from '../history/task-history.js';
import { TaskOutput } from '../read/task-output.js';
import { TaskPayloads } from '../read/task-payloads.js';
import { TaskStore } from '../read/task-store.js';
import { transitionsIn } from '../read/transitions.js';
import type { LogLines } from '../task/handle/task-event.js';
import { TaskArchivedError, TaskNotFoundError } from '../task/queue.errors.js';
import { TaskRegistry } from '../task/task-registry.js';
import { isTaskId } from '../task/task-id.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';

/** A task, and where it was found. */
export interface FoundTask {
  readonly task: TaskSnapshot;
  /** True if its retention in the broker is over. */
  readonly isArchived: boolean;
  readonly source: 'broker' | 'history';
}

/**
 * Reads a task from the broker while it has it, and from the history afterwards. Without a history, nothing is found
 * once the retention of a task is over.
 */
@Injectable()
export class TaskReader {
  constructor(
    private readonly store: TaskStore,
    private readonly histories: Histories,
    private readonly output: TaskOutput,
    private readonly payloads: TaskPayloads,
    private readonly registry: TaskRegistry,
  ) {}

  /**
   * @throws TaskNotFoundError if neither has it
   * @throws HistoryUnavailableError if the broker does not have it and the history does not answer
   * @throws BrokerUnavailableError
   */
  async find(id: string): Promise<FoundTask> {
    try {
      return { task: await this.store.find(id), isArchived: false, source: 'broker' };
    } catch (error) {
      if (error instanceof TaskNotFoundError && isTaskId(id)) return this.findArchived(id.toLowerCase());
      throw error;
    }
  }

  /**
   * A task on which the broker can act.
   *
   * @param done what the caller does, in the message: `cancelled`
   * @throws TaskArchivedError if only the history has it, and the errors of `find`
   */
  async findLive(id: string, done: string): Promise<TaskSnapshot> {
    const { task, isArchived } = await this.find(id);
    if (isArchived) throw new TaskArchivedError(id, task.status, done);
    return task;
  }

  /** The lines of its log that are still kept. */
  async logOf({ task, source }: FoundTask): Promise<LogLines> {
    if (source === 'history') return (await this.histories.get()?.logOf(task.id)) ?? NO_LINES;
    const log = await this.output.read(task);
    const isGone = log.lines.length === 0 && task.logLines > 0;
    return (isGone ? await this.histories.get()?.logOf(task.id) : undefined) ?? log;
  }

  /** Parsed JSON, with `[redacted]` in place of secrets; undefined if it is not kept. */
  async payloadOf({ task, source }: FoundTask): Promise<unknown> {
    const [kept] = source === 'broker' ? await this.payloads.findMany([task]) : [];
    if (kept !== undefined) return kept;
    const [found] = (await this.histories.get()?.findMany([task.id], true)) ?? [];
    return found?.payload;
  }

  /** The changes of its state, oldest first. */
  async transitionsOf({ task, source }: FoundTask): Promise<readonly Transition[]> {
    const stored = source === 'history' ? await this.histories.get()?.transitionsOf(task.id) : undefined;
    return stored ?? transitionsIn(task);
  }

  private async findArchived(id: string): Promise<FoundTask> {
    const history = this.histories.get();
    if (history === undefined) throw new TaskNotFoundError(id);
    const [stored] = await history.findMany([id], false).catch(unavailable);
    if (stored instanceof HistoryUnavailableError || stored === undefined) {
      // Its retention is over, but the history has not confirmed it yet: until then the broker keeps it.
      const kept = await this.store.findRecorded(id, 0);
      if (kept && this.isWaitingForHistory(kept)) return { task: kept, isArchived: true, source: 'broker' };
      throw stored ?? new TaskNotFoundError(id);
    }
    return { task: stored.task, isArchived: true, source: 'history' };
  }

  private isWaitingForHistory({ name, status }: TaskSnapshot): boolean {
    return isFinal(status) && this.registry.find(name)?.options.history !== 'off';
  }
}

const NO_LINES: LogLines = { first: 0, lines: [] };

function unavailable(error: unknown): [HistoryUnavailableError] {
  if (error instanceof HistoryUnavailableError) return [error];
  throw error;
}
