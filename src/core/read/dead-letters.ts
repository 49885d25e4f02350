import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Fingerprints, fingerprintOfTask } from './fingerprints.js';
import { type FailedEntry, FailedTasks, type Position } from './failed-tasks.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

/** Maximum number of failed tasks examined per request; the rest is found page by page. */
const MAX_LOOKED_AT = 10_000;
/** Maximum number of groups per request: each keeps a message in memory. */
const MAX_GROUPS = 1_000;
/** Number of ids listed per group. */
const NAMED_IDS = 10;

export interface DeadLetterFilter {
  readonly queue?: QueueName | undefined;
  /** The task's name. */
  readonly name?: string | undefined;
  /** Fingerprint of the error's group. */
  readonly fingerprint?: string | undefined;
}

export interface DeadLetterPage {
  readonly items: readonly TaskSnapshot[];
  /**
   * Position of the next page; null if there is none. A page may be shorter than its limit and still have a next one.
   */
  readonly next: Position | null;
}

/** Dead letters of one task type with the same error. Times are in ms since 1970. */
export interface DeadLetterGroup {
  readonly fingerprint: string;
  /** The task's name. */
  readonly name: string;
  readonly errorType: string;
  readonly messagePattern: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Ids of the newest tasks, newest first; never empty. */
  readonly taskIds: readonly [string, ...string[]];
}

export interface DeadLetterGroups {
  /** Largest first. */
  readonly groups: readonly DeadLetterGroup[];
  /** False if there are more dead letters than were examined, or more groups than were requested. */
  readonly isComplete: boolean;
}

/** Tasks that ended as FAILURE. They stay readable until their retention ends, and can be run again. */
@Injectable()
export class DeadLetters {
  constructor(private readonly failed: FailedTasks) {}

  /** Newest first, after the position `after`. */
  async page(filter: DeadLetterFilter, limit: number, after?: Position): Promise<DeadLetterPage> {
    const items: TaskSnapshot[] = [];
    for await (const { task, position, isLast, isEnough } of this.some(filter, after)) {
      if (task) items.push(task);
      if (isLast) break;
      if (isEnough || items.length === limit) return { items, next: position };
    }
    return { items, next: null };
  }

  /** Groups the newest dead letters by the fingerprints of their errors, with counts. */
  async groups(filter: DeadLetterFilter, limit: number): Promise<DeadLetterGroups> {
    const groups = new Map<string, Counted>();
    const fingerprints = new Fingerprints();
    let isWhole = true;
    for await (const { task, isLast, isEnough } of this.some(filter, undefined, fingerprints)) {
      if (task) isWhole = addTo(groups, fingerprints.hashOf(task), task) && isWhole;
      if (isEnough && !isLast) isWhole = false;
    }
    const sorted = [...groups.values()].sort((a, b) => b.count - a.count || b.lastAt - a.lastAt);
    return { groups: sorted.slice(0, limit).map(shown), isComplete: isWhole && sorted.length <= limit };
  }

  /** Yields as many entries as one request may examine; `task` is set only for matching dead letters. */
  private async *some(
    filter: DeadLetterFilter,
    after?: Position,
    fingerprints = new Fingerprints(),
  ): AsyncGenerator<FailedEntry & { readonly isEnough: boolean }> {
    let lookedAt = 0;
    for await (const entry of this.failed.walk(filter.queue, after)) {
      const task = entry.task && fits(entry.task, filter, fingerprints) ? entry.task : undefined;
      const isEnough = ++lookedAt === MAX_LOOKED_AT || fingerprints.areEnough;
      yield { ...entry, task, isEnough };
      if (isEnough) return;
    }
  }
}

function fits(
  task: TaskSnapshot,
  { queue, name, fingerprint }: DeadLetterFilter,
  fingerprints: Fingerprints,
): boolean {
  return (
    task.status === 'FAILURE' &&
    (queue === undefined || task.queue === queue) &&
    (name === undefined || task.name === name) &&
    (fingerprint === undefined || fingerprints.hashOf(task) === fingerprint)
  );
}

/** A group being counted, with the error of its newest task. */
interface Counted extends Omit<DeadLetterGroup, 'name' | 'errorType' | 'messagePattern'> {
  readonly newest: Pick<TaskSnapshot, 'name' | 'error'>;
}

/** Tasks come newest first. @returns false if there was no space for another group */
function addTo(groups: Map<string, Counted>, fingerprint: string, task: TaskSnapshot): boolean {
  const at = task.finishedAt ?? 0;
  const group = groups.get(fingerprint);
  if (group === undefined && groups.size === MAX_GROUPS) return false;
  groups.set(fingerprint, {
    fingerprint,
    newest: group?.newest ?? { name: task.name, error: task.error },
    count: (group?.count ?? 0) + 1,
    firstAt: at,
    lastAt: group?.lastAt ?? at,
    taskIds: withId(group?.taskIds, task.id),
  });
  return true;
}

function shown({ newest, ...group }: Counted): DeadLetterGroup {
  const { type, pattern } = fingerprintOfTask(newest);
  return { ...group, name: newest.name, errorType: type, messagePattern: pattern };
}

function withId(ids: DeadLetterGroup['taskIds'] | undefined, id: string): DeadLetterGroup['taskIds'] {
  if (ids === undefined) return [id];
  return ids.length < NAMED_IDS ? [...ids, id] : ids;
}
