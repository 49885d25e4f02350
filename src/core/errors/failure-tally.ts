import type { FailureFilter, FailureGroup, FailureParts } from '../history/task-statistics.js';
import type { Fingerprints } from '../read/fingerprints.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

/** Maximum number of groups: each keeps a message in memory. */
export const MOST_GROUPS = 1_000;
/** Number of ids listed per group. */
const NAMED_IDS = 10;

interface Counted {
  readonly newest: TaskSnapshot;
  readonly queues: Set<string>;
  readonly versions: Set<string>;
  readonly counts: number[];
  readonly taskIds: string[];
  count: number;
  firstAt: number;
}

/** Counts failed tasks by fingerprint. They are added newest first. */
export class FailureTally {
  /** False if there was no space for another group. */
  isComplete = true;
  private readonly groups = new Map<string, Counted>();

  /**
   * @param fingerprints limits the work for tasks without a recorded fingerprint
   * @param versions of workers by name
   */
  constructor(
    private readonly filter: FailureFilter,
    private readonly parts: FailureParts,
    private readonly fingerprints: Fingerprints,
    private readonly versions: ReadonlyMap<string, string>,
  ) {}

  /** Ignores a task that is not a failure or does not match. */
  add(task: TaskSnapshot): void {
    if (!fits(task, this.filter)) return;
    const group = this.groupOf(task);
    if (group === undefined) return;
    const at = task.finishedAt ?? 0;
    const version = task.worker === null ? undefined : this.versions.get(task.worker);
    group.firstAt = at;
    group.queues.add(task.queue);
    if (group.taskIds.length < NAMED_IDS) group.taskIds.push(task.id);
    if (version !== undefined) moveToEnd(group.versions, version);
    const { from } = this.filter;
    if (at < from) return;
    group.count += 1;
    const part = Math.min(Math.floor((at - from) / this.parts.stepMs), this.parts.number - 1);
    group.counts[part] = (group.counts[part] ?? 0) + 1;
  }

  /** Also groups whose tasks all ended before `from`, with the count 0. */
  all(): FailureGroup[] {
    return [...this.groups].map(([fingerprint, { newest, queues, versions, ...group }]) => ({
      ...group,
      fingerprint,
      name: newest.name,
      error: newest.error ?? { type: 'Error', message: '' },
      queues: [...queues],
      versions: [...versions].reverse(),
      lastAt: newest.finishedAt ?? 0,
    }));
  }

  private groupOf(task: TaskSnapshot): Counted | undefined {
    const fingerprint = this.fingerprints.hashOf(task);
    const known = this.groups.get(fingerprint);
    if (known) return known;
    if (this.groups.size === MOST_GROUPS) this.isComplete = false;
    if (!this.isComplete) return undefined;
    const group: Counted = {
      newest: task,
      queues: new Set(),
      versions: new Set(),
      counts: Array.from({ length: this.parts.number }, () => 0),
      ...{ taskIds: [], count: 0, firstAt: 0 },
    };
    this.groups.set(fingerprint, group);
    return group;
  }
}

function fits(task: TaskSnapshot, { queue = task.queue, name = task.name }: FailureFilter): boolean {
  return task.status === 'FAILURE' && task.queue === queue && task.name === name;
}

/** The last version of the set is then the one with the earliest failure. */
function moveToEnd(versions: Set<string>, version: string): void {
  versions.delete(version);
  versions.add(version);
}

/** Adds up two groups with the same fingerprint that have no task in common. */
export function mergedGroups(one: FailureGroup, other: FailureGroup): FailureGroup {
  const [newer, older] = one.lastAt >= other.lastAt ? [one, other] : [other, one];
  const [earlier, later] = one.firstAt <= other.firstAt ? [one, other] : [other, one];
  return {
    ...newer,
    count: one.count + other.count,
    firstAt: earlier.firstAt,
    counts: newer.counts.map((count, i) => count + (older.counts[i] ?? 0)),
    queues: [...new Set([...newer.queues, ...older.queues])],
    versions: [...new Set([...earlier.versions, ...later.versions])],
    taskIds: [...newer.taskIds, ...older.taskIds].slice(0, NAMED_IDS),
  };
}
