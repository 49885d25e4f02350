import { Injectable } from '@nestjs/common';
import {
  type FullTask,
  Histories,
  HistoryUnavailableError,
  type HistorySearch,
  type SearchPosition,
  type TaskCount,
  type TaskHistory,
} from '../history/task-history.js';
import type { Condition } from '../query/condition.js';
import { TaskStore } from '../read/task-store.js';
import { BrokerUnavailableError } from '../redis/broker.errors.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';
import type { Found } from './best-tasks.js';
import { type BrokerPage, BrokerSearch, type Stretch } from './broker-search.js';
import { FittingTasks, MAX_RESULT_BYTES } from './fitting-tasks.js';
import { planOf } from './search-plan.js';
import { comparison, placeIn } from './sorted-place.js';
import { UnrecordedTasks } from './unrecorded-tasks.js';

/** Start of a page: after a place, and for a sort without an index in the broker, among which of its tasks. */
export interface FinderPlace {
  readonly after?: SearchPosition | undefined;
  readonly among?: Stretch | undefined;
}

/** A search for tasks in broker and history. */
export interface FinderRequest extends Pick<
  HistorySearch,
  'conditions' | 'sort' | 'order' | 'limit' | 'withPayload'
> {
  /** Default: the beginning. */
  readonly from?: FinderPlace | undefined;
  /** `broker`: only tasks that the broker holds, which are those that can be acted on. */
  readonly where?: 'everywhere' | 'broker';
}

export interface ListedTask extends FullTask {
  /** True if only the history has it. */
  readonly isArchived: boolean;
}

/** Extent of a search. */
export interface Looked {
  /** False if the page ended before it was full, or lacks tasks of a source that did not answer. */
  readonly isComplete: boolean;
  /** Number of the broker's tasks that were examined. */
  readonly lookedAt: number;
  /** ms since 1970: how far back it looked; null: as far as there are tasks, or as far as the page reaches. */
  readonly until: number | null;
  /** The source that did not answer. */
  readonly missing: 'history' | 'broker' | null;
}

/** One page of a search. */
export interface FoundPage {
  readonly items: readonly ListedTask[];
  /** Null if there are no more. */
  readonly next: FinderPlace | null;
  readonly looked: Looked;
}

type Placed = ListedTask & { readonly place: SearchPosition };

/**
 * Finds tasks in the history and in the broker. The history has those that have ended; of the broker, only what the
 * history may not have is looked at. Where both have a task, the broker's state is the current one.
 *
 * Without a history, and while it does not answer, the broker is searched alone; while the broker does not answer, the
 * history alone. A page says so.
 */
@Injectable()
export class TaskFinder {
  constructor(
    private readonly broker: BrokerSearch,
    private readonly fitting: FittingTasks,
    private readonly store: TaskStore,
    private readonly histories: Histories,
    private readonly unrecorded: UnrecordedTasks,
  ) {}

  /** @throws SearchTooBroadError; BrokerUnavailableError if there is no history that answers */
  async find(request: FinderRequest): Promise<FoundPage> {
    const history = this.historyFor(request);
    if (history === undefined) return this.inBroker(request);
    try {
      return await this.inBoth(request, history);
    } catch (error) {
      if (!(error instanceof HistoryUnavailableError)) throw error;
      const page = await this.inBroker(request);
      return { ...page, looked: { ...page.looked, isComplete: false, missing: 'history' } };
    }
  }

  /**
   * The number of tasks that fit. A task that was run again after it was recorded may count twice.
   *
   * @throws like `find`
   */
  async count(conditions: readonly Condition[]): Promise<TaskCount> {
    const history = this.historyFor({ conditions });
    if (history === undefined) return this.broker.count({ conditions });
    try {
      const [recorded, rest] = await Promise.all([
        history.count(conditions),
        this.unrecorded.of(history).then((only) => this.broker.count({ conditions, only })),
      ]);
      const relation = rest.relation === 'at_least' ? 'at_least' : recorded.relation;
      return { value: recorded.value + rest.value, relation };
    } catch (error) {
      if (!(error instanceof HistoryUnavailableError)) throw error;
      const { value } = await this.broker.count({ conditions });
      return { value, relation: 'at_least' };
    }
  }

  /** undefined if it cannot have any of the tasks: it has only final ones. */
  private historyFor({ conditions, where }: Pick<FinderRequest, 'conditions' | 'where'>) {
    if (where === 'broker' || ![...planOf(conditions).statuses].some(isFinal)) return undefined;
    return this.histories.get();
  }

  private async inBroker(request: FinderRequest): Promise<FoundPage> {
    const page = await this.broker.page({ ...request, ...request.from });
    return {
      items: page.found.map(({ full }) => ({ ...full, isArchived: false })),
      next: nextInBroker(page),
      looked: lookedIn(page, request.limit),
    };
  }

  private async inBoth(request: FinderRequest, history: TaskHistory): Promise<FoundPage> {
    const { limit, from } = request;
    const only = await this.unrecorded.of(history);
    const page = await undefinedIfAway(this.broker.page({ ...request, ...from, only }));
    // One more than the page holds shows whether there is a next one. Read after the broker: what moved there meanwhile
    // is found.
    const rows = await history.search({
      ...{ ...request, limit: limit + 1, after: from?.after },
      maxResultBytes: MAX_RESULT_BYTES,
    });
    const current = page && (await undefinedIfAway(this.currently(rows, request)));
    return merged(request, page, current ?? rows.flatMap((row) => archived(request, row)), {
      end: rows.length > limit ? rows.at(-1) : undefined,
      isBrokerAway: current === undefined,
    });
  }

  /** Found rows in their current state: the broker's, if it still has the task. */
  private async currently(rows: readonly FullTask[], request: FinderRequest): Promise<Placed[]> {
    const ids = rows.map(({ task }) => task.id);
    const held = await this.store.findMany(ids, MAX_RESULT_BYTES);
    const changed = held.filter((now, i) => now !== undefined && !isSameEnd(now, rows[i]?.task));
    const again = await this.fitting.check(changed, request, planOf(request.conditions));
    return [
      ...rows.flatMap((row, i) => {
        const now = held[i];
        if (now === undefined) return archived(request, row);
        return isSameEnd(now, row.task) ? placed(request, { ...row, task: now, isArchived: false }) : [];
      }),
      ...again.flatMap((found) => found ?? []).map(fromBroker),
    ];
  }
}

/** The page out of both sources, as far as both have looked. */
function merged(
  request: FinderRequest,
  page: BrokerPage | undefined,
  rows: readonly Placed[],
  { end, isBrokerAway }: { end: FullTask | undefined; isBrokerAway: boolean },
): FoundPage {
  const { sort, order, limit, from } = request;
  const compare = comparison(sort, order);
  const ends = [page?.next, end && placeIn(sort, end.task)].flatMap((place) => place ?? []);
  const [cut] = ends.sort(compare);
  const isOnPage = isBetween(compare, from?.after, cut);
  const within = inOrder(compare, page, rows).filter(({ place }) => isOnPage(place));
  const items = within.slice(0, limit);
  const after = within.length > limit ? items.at(-1)?.place : cut;
  const looked = page ? lookedIn(page, limit, items.length) : NOT_LOOKED;
  return {
    items,
    next: after ? { after, among: page?.among ?? from?.among } : null,
    looked: isBrokerAway ? { ...looked, isComplete: false, missing: 'broker' } : looked,
  };
}

type Compare = ReturnType<typeof comparison>;

/** Each task once: as the broker has found it, or else as its row was checked. */
function inOrder(compare: Compare, page: BrokerPage | undefined, rows: readonly Placed[]): Placed[] {
  const all = [...rows, ...(page?.found ?? []).map(fromBroker)];
  const byId = new Map(all.map((each) => [each.task.id, each]));
  return [...byId.values()].sort((a, b) => compare(a.place, b.place));
}

/** After one place (exclusive), up to another (inclusive). */
function isBetween(compare: Compare, after: SearchPosition | undefined, last: SearchPosition | undefined) {
  return (place: SearchPosition) =>
    (!after || compare(place, after) > 0) && (!last || compare(place, last) <= 0);
}

const NOT_LOOKED: Looked = { isComplete: false, lookedAt: 0, until: null, missing: 'broker' };

function lookedIn(page: BrokerPage, limit: number, count = page.found.length): Looked {
  const isComplete = page.among ? page.among.to === null : page.next === null || count >= limit;
  return { isComplete, lookedAt: page.lookedAt, until: isComplete ? null : page.until, missing: null };
}

/** After the sorted tasks of a stretch of the index, those of the next one follow. */
function nextInBroker({ next, among }: BrokerPage): FinderPlace | null {
  if (next !== null) return { after: next, among };
  return among?.to ? { among: { from: among.to } } : null;
}

function isSameEnd(now: TaskSnapshot, recorded: TaskSnapshot | undefined): boolean {
  return isFinal(now.status) && now.finishedAt === recorded?.finishedAt;
}

function archived(request: FinderRequest, row: FullTask): Placed[] {
  return placed(request, { ...row, isArchived: true });
}

function placed({ sort }: FinderRequest, task: ListedTask): Placed[] {
  const place = placeIn(sort, task.task);
  return place ? [{ ...task, place }] : [];
}

function fromBroker({ full, place }: Found): Placed {
  return { ...full, place, isArchived: false };
}

async function undefinedIfAway<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof BrokerUnavailableError) return undefined;
    throw error;
  }
}
