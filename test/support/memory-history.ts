import {
  type EndedTask,
  type FullTask,
  HistoryUnavailableError,
  type TaskHistory,
  type Transition,
} from '../../src/core/history/task-history.js';
import { transitionsIn } from '../../src/core/read/transitions.js';

interface Kept extends FullTask {
  readonly lines: readonly string[];
}

/** A history in memory, filled by the test. It can be away, as a PostgreSQL that does not answer. */
export class MemoryHistory implements Partial<TaskHistory> {
  isAway = false;
  private readonly tasks = new Map<string, Kept>();

  /** What is read from it passes through JSON, as from a database. */
  keep(task: FullTask, lines: readonly string[] = []): void {
    this.tasks.set(task.task.id, structuredClone({ ...task, lines }));
  }

  async findMany(ids: readonly string[], withPayload: boolean): Promise<(FullTask | undefined)[]> {
    await this.answering();
    return ids.map((id) => {
      const kept = this.tasks.get(id);
      return kept && { task: kept.task, payload: withPayload ? kept.payload : undefined };
    });
  }

  async logOf(id: string): Promise<{ first: number; lines: readonly string[] } | undefined> {
    await this.answering();
    const kept = this.tasks.get(id);
    return kept && { first: 0, lines: kept.lines };
  }

  async transitionsOf(id: string): Promise<readonly Transition[]> {
    await this.answering();
    const kept = this.tasks.get(id);
    return kept ? transitionsIn(kept.task) : [];
  }

  async confirm(ended: readonly EndedTask[]): Promise<ReadonlySet<string>> {
    await this.answering();
    return new Set(ended.map(({ id }) => id));
  }

  async remove(id: string): Promise<boolean> {
    await this.answering();
    return this.tasks.delete(id);
  }

  private answering(): Promise<void> {
    return this.isAway ? Promise.reject(new HistoryUnavailableError('away')) : Promise.resolve();
  }
}
