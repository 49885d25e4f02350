import {
  type EndedTask,
  type FullTask,
  type HistorySearch,
  HistoryUnavailableError,
  type TaskCount,
  type TaskHistory,
  type Transition,
} from '../../src/core/history/task-history.js';
import { fitsAll } from '../../src/core/query/matcher.js';
import { transitionsIn } from '../../src/core/read/transitions.js';
import { comparison, placeIn } from '../../src/core/search/sorted-place.js';

interface Kept extends FullTask {
  readonly lines: readonly string[];
}

/** A history in memory, filled by the test. It can be away, as a PostgreSQL that does not answer. */
export class MemoryHistory implements Partial<TaskHistory> {
  readonly maxUnstored = 1_000;
  readonly lag = () => Promise.resolve({ ms: 0, tasks: 0 });
  isAway = false;
  /** Later ends are looked for in the broker. */
  until = 0;
  private readonly tasks = new Map<string, Kept>();

  /** Passes all that is read through JSON, as a database does. */
  keep(task: FullTask, lines: readonly string[] = []): void {
    this.until = Math.max(this.until, (task.task.finishedAt ?? 0) + 1);
    this.tasks.set(task.task.id, structuredClone({ ...task, lines }));
  }

  async recordedUntil(): Promise<number> {
    await this.answering();
    return this.until;
  }

  async search({ conditions, sort, order, limit, after, withPayload }: HistorySearch): Promise<FullTask[]> {
    await this.answering();
    const compare = comparison(sort, order);
    return this.fitting(conditions)
      .flatMap((full) => {
        const place = placeIn(sort, full.task);
        return place && (!after || compare(place, after) > 0) ? [{ full, place }] : [];
      })
      .sort((a, b) => compare(a.place, b.place))
      .slice(0, limit)
      .map(({ full: { task, payload } }) => ({ task, payload: withPayload ? payload : undefined }));
  }

  async count(conditions: HistorySearch['conditions']): Promise<TaskCount> {
    await this.answering();
    return { value: this.fitting(conditions).length, relation: 'exact' };
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

  private fitting(conditions: HistorySearch['conditions']): Kept[] {
    return [...this.tasks.values()].filter((full) => fitsAll(full, conditions));
  }

  private answering(): Promise<void> {
    return this.isAway ? Promise.reject(new HistoryUnavailableError('away')) : Promise.resolve();
  }
}
