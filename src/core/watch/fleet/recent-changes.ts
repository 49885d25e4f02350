import { changeJson } from '../../task/task-json.js';
import type { TaskSnapshot } from '../../task/task-snapshot.js';
import type { TaskStatus } from '../../task/task-status.js';

/** Bounds of what is kept for clients that reconnect or read slowly. */
const MAX_CHANGES = 5_000;
const MAX_BYTES = 8_388_608;

/** The newest change of a task. */
export interface TaskChange {
  /** Position in the order of all changes of this process. */
  readonly position: number;
  /** The task, without what may be large: result, progress, errors of its attempts. */
  readonly task: TaskSnapshot;
  /** JSON of `changeFields`. */
  readonly json: string;
  /** The statuses that the task has, or may have had before: a client that shows only some must hear that it left. */
  readonly statuses: ReadonlySet<TaskStatus>;
}

/**
 * The newest changes of tasks, one for each task. A reader keeps nothing but its position: one that is slow gets fewer
 * changes, and takes no memory.
 */
export class RecentChanges {
  /** In the order of their positions. */
  private readonly byId = new Map<string, TaskChange>();
  private bytes = 0;
  /** The newest change, and the newest one that was forgotten. */
  private newest = 0;
  private forgotten = 0;

  constructor(
    private readonly maxChanges = MAX_CHANGES,
    private readonly maxBytes = MAX_BYTES,
  ) {}

  /** The position after all changes so far. */
  get position(): number {
    return this.newest;
  }

  /** A task as it was read. Without a difference to its last change, it is none. */
  add(task: TaskSnapshot): void {
    const json = JSON.stringify(changeJson(task));
    const last = this.byId.get(task.id);
    if (last?.json === json) return;
    if (last) this.drop(last);
    const statuses = new Set([task.status, ...(last?.statuses ?? earlierStatuses(task))]);
    const change = { position: ++this.newest, task: withoutLarge(task), json, statuses };
    this.byId.set(task.id, change);
    this.bytes += json.length;
    this.shrink();
  }

  /** The changes after a position, oldest first; undefined if some of them are forgotten. */
  since(position: number): TaskChange[] | undefined {
    if (position < this.forgotten || position > this.newest) return undefined;
    const changes: TaskChange[] = [];
    if (position === this.newest) return changes;
    for (const change of this.byId.values()) if (change.position > position) changes.push(change);
    return changes;
  }

  /** Forgets all changes, as others were missed: no reader can continue. */
  forget(): void {
    this.byId.clear();
    this.bytes = 0;
    this.forgotten = ++this.newest;
  }

  private shrink(): void {
    while (this.byId.size > this.maxChanges || this.bytes > this.maxBytes) {
      const [oldest] = this.byId.values();
      if (oldest === undefined) return;
      this.drop(oldest);
      this.forgotten = oldest.position;
    }
  }

  private drop({ task, json }: TaskChange): void {
    this.byId.delete(task.id);
    this.bytes -= json.length;
  }
}

/**
 * The statuses that a task may have had before the first change that is known of it. Only a FAILURE and a REVOKED can be
 * followed by another status, by a retry by hand.
 */
function earlierStatuses({ status, attempt, errors, revocations }: TaskSnapshot): TaskStatus[] {
  const isNew = status === 'PENDING' && attempt === 0;
  const statuses: TaskStatus[] = isNew ? [] : ['PENDING', 'STARTED', 'RETRY'];
  if (errors.length > 0) statuses.push('FAILURE');
  if (revocations.length > 0) statuses.push('REVOKED');
  return statuses;
}

function withoutLarge(task: TaskSnapshot): TaskSnapshot {
  return {
    ...task,
    result: null,
    progress: null,
    error: null,
    errorStack: null,
    errors: [],
    revocations: [],
  };
}
