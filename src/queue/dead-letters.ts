import { Injectable } from '@nestjs/common';
import type { QueueName } from '../config/queue-names.js';
import { fingerprintOf } from './error-fingerprint.js';
import { type FailedEntry, FailedTasks, type Position } from './failed-tasks.js';
import type { TaskSnapshot } from './task-snapshot.js';

/** Failed tasks looked at for one answer at most: what is sought among more is answered in stretches. */
const MAX_LOOKED_AT = 10_000;
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
    const groups = new Map<string, DeadLetterGroup>();
    let isWhole = true;
    for await (const { task, isLast, isEnough } of this.some(filter)) {
      if (task) addTo(groups, task);
      isWhole = isLast || !isEnough;
    }
    const sorted = [...groups.values()].sort((a, b) => b.count - a.count || b.lastAt - a.lastAt);
    return { groups: sorted.slice(0, limit), isComplete: isWhole && sorted.length <= limit };
  }

  /** As many entries as one answer may look at; `task` only where it is a dead letter that fits. */
  private async *some(
    filter: DeadLetterFilter,
    after?: Position,
  ): AsyncGenerator<FailedEntry & { readonly isEnough: boolean }> {
    let lookedAt = 0;
    for await (const entry of this.failed.walk(filter.queue, after)) {
      const isEnough = ++lookedAt === MAX_LOOKED_AT;
      yield { ...entry, task: entry.task && fits(entry.task, filter) ? entry.task : undefined, isEnough };
      if (isEnough) return;
    }
  }
}

function fits(task: TaskSnapshot, { queue, name, fingerprint }: DeadLetterFilter): boolean {
  return (
    task.status === 'FAILURE' &&
    (queue === undefined || task.queue === queue) &&
    (name === undefined || task.name === name) &&
    (fingerprint === undefined || errorOf(task).hash === fingerprint)
  );
}

function errorOf({ name, error }: TaskSnapshot) {
  const { type, message } = error ?? { type: 'Error', message: '' };
  return { type, ...fingerprintOf(name, type, message) };
}

/** Tasks come the newest first. */
function addTo(groups: Map<string, DeadLetterGroup>, task: TaskSnapshot): void {
  const { type, hash, pattern } = errorOf(task);
  const at = task.finishedAt ?? 0;
  const group = groups.get(hash);
  groups.set(hash, {
    fingerprint: hash,
    name: task.name,
    errorType: type,
    messagePattern: pattern,
    count: (group?.count ?? 0) + 1,
    firstAt: at,
    lastAt: group?.lastAt ?? at,
    taskIds: withId(group?.taskIds, task.id),
  });
}

function withId(ids: DeadLetterGroup['taskIds'] | undefined, id: string): DeadLetterGroup['taskIds'] {
  if (ids === undefined) return [id];
  return ids.length < NAMED_IDS ? [...ids, id] : ids;
}
