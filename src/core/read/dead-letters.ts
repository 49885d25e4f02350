import { Injectable } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { Fingerprints, fingerprintOfTask } from './fingerprints.js';
import { type FailedEntry, FailedTasks, type Position } from './failed-tasks.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

/** Failed tasks looked at for one answer at most: what is sought among more is answered in stretches. */
const MAX_LOOKED_AT = 10_000;
/** Groups that are told apart for one answer at most: each keeps a message until it is shown. */
const MAX_GROUPS = 1_000;
/** Ids that a group names. */
const NAMED_IDS = 10;

export interface DeadLetterFilter {
  readonly queue?: QueueName | undefined;
  /** The task's name. */
  readonly name?: string | undefined;
  /** Of the error, as a group has it. */
  readonly fingerprint?: string | undefined;
}

export interface DeadLetterPage {
  readonly items: readonly TaskSnapshot[];
  /** Where to go on; null when there are no more. A page can have one and be shorter than its limit. */
  readonly next: Position | null;
}

/** Dead letters of one task that failed with the same error. Times are in ms since 1970. */
export interface DeadLetterGroup {
  readonly fingerprint: string;
  /** The task's name. */
  readonly name: string;
  readonly errorType: string;
  readonly messagePattern: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** The newest of them, the newest first: never empty. */
  readonly taskIds: readonly [string, ...string[]];
}

export interface DeadLetterGroups {
  /** The largest first. */
  readonly groups: readonly DeadLetterGroup[];
  /** False when there are more dead letters than were looked at, or more groups than were asked for. */
  readonly isComplete: boolean;
}

/** Tasks that ended as FAILURE: they stay readable until their retention is over, and can be run again. */
@Injectable()
export class DeadLetters {
  constructor(private readonly failed: FailedTasks) {}

  /** The newest end first, after `after`. */
  async page(filter: DeadLetterFilter, limit: number, after?: Position): Promise<DeadLetterPage> {
    const items: TaskSnapshot[] = [];
    for await (const { task, position, isLast, isEnough } of this.some(filter, after)) {
      if (task) items.push(task);
      if (isLast) break;
      if (isEnough || items.length === limit) return { items, next: position };
    }
    return { items, next: null };
  }

  /** What fails, and how often: the newest dead letters, grouped by the fingerprints of their errors. */
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

  /** As many entries as one answer may look at; `task` only where it is a dead letter that fits. */
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

/** A group that grows, and what its newest task died of. */
interface Counted extends Omit<DeadLetterGroup, 'name' | 'errorType' | 'messagePattern'> {
  readonly newest: Pick<TaskSnapshot, 'name' | 'error'>;
}

/** Tasks come the newest first. @returns whether there was room for its group */
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
