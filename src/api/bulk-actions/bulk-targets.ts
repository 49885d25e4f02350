import { Injectable } from '@nestjs/common';
import {
  DiscardTask,
  type FinderPlace,
  HistoryUnavailableError,
  TaskFinder,
  TaskIndex,
  TaskList,
  type TaskSnapshot,
  TaskStore,
  fits,
  placeOf,
} from '../../core/index.js';
import { BulkIds, MOST_IDS } from './bulk-ids.js';
import type { BulkOrderDto } from './bulk-order.dto.js';
import { type QueryOrder, conditionsFor } from './bulk-query.js';
import { possibleStates, statesOf } from './bulk-step.js';
import { type BulkTally, emptyTally } from './bulk-tally.js';
import { OPERATIONS } from './operations-queue.js';

/** Number of tasks read in one step, which occupies the broker for some milliseconds. */
const STRETCH = 200;
const LOST = 'The list of tasks that the query had found is gone from the broker. Repeat the order.';
/** Size limit that skips all results. */
export const NO_RESULTS = 1;

/** Some examined tasks. */
export interface BulkStretch {
  readonly lookedAt: readonly string[];
  /** Those to act on. */
  readonly matched: readonly TaskSnapshot[];
  /** Those that only the history can have. */
  readonly archived: readonly string[];
  readonly isLast: boolean;
}

/** The tasks of a bulk action: those that match a filter, or those that were fixed by a query. */
@Injectable()
export class BulkTargets {
  constructor(
    private readonly index: TaskIndex,
    private readonly list: TaskList,
    private readonly store: TaskStore,
    private readonly finder: TaskFinder,
    private readonly ids: BulkIds,
  ) {}

  /** The tally of a bulk action that begins. For a query it fixes the tasks. */
  async begin(order: BulkOrderDto, id: string, signal: AbortSignal): Promise<BulkTally> {
    const { action, q, sees_payloads, dry_run_id: fixed } = order;
    if (fixed) return emptyTally(await this.ids.count(fixed));
    if (typeof q !== 'string') return emptyTally(await this.index.count(startOf(order, id), endOf(order)));
    const isCut = await this.fix({ action, q, ...(sees_payloads && { sees_payloads }) }, id, signal);
    return { ...emptyTally(await this.ids.count(id)), isCut };
  }

  /** The next tasks after those of the tally. */
  next(order: BulkOrderDto, id: string, tally: BulkTally): Promise<BulkStretch> {
    const list = listOf(order, id);
    return list === undefined ? this.ofFilter(order, id, tally) : this.ofList(order, list, tally);
  }

  /** Lets the tasks that this action has fixed be forgotten in an hour. Other orders may name the same dry run. */
  async end(order: BulkOrderDto, id: string): Promise<void> {
    if (listOf(order, id) === id) await this.ids.release(id);
  }

  /** @returns true if more tasks match than one bulk action may have */
  private async fix(order: QueryOrder, id: string, signal: AbortSignal): Promise<boolean> {
    await this.ids.clear(id);
    const conditions = conditionsFor(order, id);
    const where = order.action === 'delete' ? 'everywhere' : 'broker';
    const search = { conditions, where, withPayload: false, sort: 'created', order: 'desc' } as const;
    let room = MOST_IDS;
    for (let from: FinderPlace | null | undefined; from !== null;) {
      signal.throwIfAborted();
      const page = await this.finder.find({ ...search, limit: STRETCH, from });
      if (page.looked.missing !== null) throw new HistoryUnavailableError('Not all tasks can be found now');
      const found = page.items
        .map(({ task }) => task)
        .filter((task) => task.queue !== OPERATIONS && task.id < id);
      const ids = found.map((task) => task.id).slice(0, room);
      await this.ids.add(id, ids);
      if (found.length > room) return true;
      room -= ids.length;
      from = page.next;
    }
    return false;
  }

  private async ofFilter(order: BulkOrderDto, id: string, { cursor }: BulkTally): Promise<BulkStretch> {
    const { ids, tasks, isLast } = await this.list.stretch(cursor ?? startOf(order, id), STRETCH, NO_RESULTS);
    const lookedAt = ids.filter((each) => each >= endOf(order));
    const matched = tasks.slice(0, lookedAt.length).filter((task) => isMeant(order, task));
    return { lookedAt, matched, archived: [], isLast: isLast || lookedAt.length < ids.length };
  }

  /** Skips tasks to which the action no longer applies. */
  private async ofList({ action }: BulkOrderDto, list: string, tally: BulkTally): Promise<BulkStretch> {
    const lookedAt = await this.ids.read(list, tally.lookedAt, STRETCH);
    const isLast = lookedAt.length < STRETCH;
    if (isLast && tally.lookedAt + lookedAt.length < tally.total) throw new DiscardTask(LOST);
    const tasks = await this.store.findMany(lookedAt, NO_RESULTS);
    const states = possibleStates(action);
    const matched = tasks.filter((task) => task !== undefined && states.includes(task.status));
    const archived = action === 'delete' ? lookedAt.filter((_, i) => tasks[i] === undefined) : [];
    return { lookedAt, archived, matched: matched as TaskSnapshot[], isLast };
  }
}

/** The name of the list of fixed tasks; undefined for an action by a filter. */
function listOf({ q, dry_run_id: fixed }: BulkOrderDto, id: string): string | undefined {
  return fixed ?? (typeof q === 'string' ? id : undefined);
}

/** The walk starts here (exclusive), never after its own id, … */
function startOf({ filter }: BulkOrderDto, id: string): string {
  if (!filter?.created_before) return id;
  const before = placeOf(Date.parse(filter.created_before));
  return before < id ? before : id;
}

/** … and ends here (inclusive). */
function endOf({ filter }: BulkOrderDto): string {
  return filter?.created_after ? placeOf(Date.parse(filter.created_after)) : '';
}

function isMeant(order: BulkOrderDto, task: TaskSnapshot | undefined): task is TaskSnapshot {
  const { action, filter } = order;
  if (task === undefined || task.queue === OPERATIONS) return false;
  const { queue, name, tag, status } = filter ?? {};
  // JSON's null counts as omitted.
  const wanted = { queue: queue ?? undefined, name: name ?? undefined, tag: tag ?? undefined };
  return (
    statesOf(action, status ?? undefined).includes(task.status) && fits(task, wanted) && isWithin(order, task)
  );
}

/** A child with a key has the time of its parent in its id, and may have been submitted much later. */
function isWithin({ filter }: BulkOrderDto, { createdAt }: TaskSnapshot): boolean {
  const before = filter?.created_before;
  return !before || createdAt < Date.parse(before);
}
