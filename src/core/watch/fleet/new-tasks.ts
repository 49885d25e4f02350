import type { TaskIndex } from '../../read/task-index.js';
import { placeOf } from '../../task/task-id.js';

/** The most new tasks of one look. */
const MAX_NEW = 250;
/** Ids contain the clock of the process that made them; clocks that differ by more are reported as wrong. */
const LOOK_BACK_MS = 10_000;

/**
 * Finds tasks that were just submitted, in the index of all tasks: a submit itself notifies nobody, so that it costs
 * nothing.
 */
export class NewTasks {
  private seen = new Set<string>();
  private lookedAt = Date.now();

  constructor(private readonly index: TaskIndex) {}

  /** The ids that are new since the last call, up to 250, and the number of others. The first call only begins. */
  async next(isFirst: boolean): Promise<{ readonly ids: readonly string[]; readonly others: number }> {
    const { seen } = this;
    const now = Date.now();
    const ids = await this.index.newest(placeOf(this.lookedAt - LOOK_BACK_MS), MAX_NEW);
    this.seen = new Set(ids);
    this.lookedAt = now;
    if (isFirst) return { ids: [], others: 0 };
    const fresh = ids.filter((id) => !seen.has(id));
    const oldest = ids.at(-1);
    if (fresh.length < MAX_NEW || oldest === undefined) return { ids: fresh, others: 0 };
    const last = [...seen].reduce((newest, id) => (id > newest ? id : newest), '');
    return { ids: fresh, others: last === '' ? 0 : Math.max(0, (await this.index.count(oldest, last)) - 1) };
  }
}
