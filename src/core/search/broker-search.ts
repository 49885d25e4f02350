import { Injectable } from '@nestjs/common';
import { Queues } from '../bullmq/queues.js';
import type { HistorySearch, SearchPosition, TaskCount } from '../history/task-history.js';
import { walkPage } from '../read/page-walk.js';
import type { TaskStatus } from '../task/task-status.js';
import { BestTasks, type Found } from './best-tasks.js';
import { type Candidates, CandidateSources, type Unrecorded, placeOfId } from './candidates.js';
import { FittingTasks } from './fitting-tasks.js';
import { type SearchPlan, planOf } from './search-plan.js';
import { comparison } from './sorted-place.js';

/** Limits of a page: it is then short, says so, and has a cursor. */
const LOOK_ON_MS = 250;
const MOST_READ = 20_000;
/** A page that looks through the same stretch again has more time, so that it comes to its end on a busy machine, too. */
const AGAIN_MS = 10 * LOOK_ON_MS;
/** Tasks read at once: few of those that a sieve cannot judge will fit. */
const LEAST_READ = 50;
const MOST_AT_ONCE = 200;

/**
 * A stretch of the index, newest first: after `from` (default: the newest), down to `to` (null: the oldest; default: as
 * far as can be looked in time).
 */
export interface Stretch {
  readonly from?: string | undefined;
  readonly to?: string | null | undefined;
}

export interface BrokerSearchRequest extends Omit<HistorySearch, 'maxResultBytes'> {
  /** Only tasks that the history may not have; default: all. */
  readonly only?: Unrecorded | undefined;
  /** For run_ms and wait_ms: the tasks to sort. */
  readonly among?: Stretch | undefined;
}

export type BrokerCountRequest = Pick<BrokerSearchRequest, 'conditions' | 'only'>;

/** Numbers of tasks by status; a status without any is missing. */
export interface StatusTally {
  readonly numbers: ReadonlyMap<TaskStatus, number>;
  /** False if there may be more. */
  readonly isComplete: boolean;
}

export interface BrokerPage {
  readonly found: readonly Found[];
  /** Everything up to this place was looked at, but not what follows; null: everything was. */
  readonly next: SearchPosition | null;
  /** For run_ms and wait_ms: the tasks that were sorted. */
  readonly among: Stretch | undefined;
  /** Number of the broker's tasks that were examined. */
  readonly lookedAt: number;
  /** ms since 1970: the creation of the last task that was examined; null if everything was. */
  readonly until: number | null;
}

/** One walk: how far it has come, and when it has to end. */
class Walk {
  private readonly end: number;
  lookedAt = 0;
  read = 0;

  constructor(lookOnMs: number) {
    this.end = performance.now() + lookOnMs;
  }

  get isOver(): boolean {
    return performance.now() >= this.end || this.read >= MOST_READ;
  }
}

/** Searches the tasks that the broker holds. */
@Injectable()
export class BrokerSearch {
  constructor(
    private readonly sources: CandidateSources,
    private readonly fitting: FittingTasks,
    private readonly queues: Queues,
  ) {}

  /** @throws BrokerUnavailableError */
  async page(search: BrokerSearchRequest): Promise<BrokerPage> {
    const plan = planOf(search.conditions);
    const isOrdered = search.sort === 'created' || (search.sort === 'finished' && plan.ids === undefined);
    return isOrdered ? this.ordered(search, plan) : this.sorted(search, plan);
  }

  /** @throws BrokerUnavailableError */
  async count(search: BrokerCountRequest): Promise<TaskCount> {
    const { numbers, isComplete } = await this.countByStatus(search);
    const value = [...numbers.values()].reduce((total, number) => total + number, 0);
    return { value, relation: isComplete ? 'exact' : 'at_least' };
  }

  /** @throws BrokerUnavailableError */
  async countByStatus(search: BrokerCountRequest): Promise<StatusTally> {
    const plan = planOf(search.conditions);
    const asked = { ...search, sort: 'created' as const, withPayload: false };
    const request = { plan, queues: this.queuesFor(asked), order: 'desc', only: search.only } as const;
    const walk = new Walk(LOOK_ON_MS);
    const numbers = new Map<TaskStatus, number>();
    const to = await this.walkStretch(
      await this.sources.byCreation(request),
      undefined,
      walk,
      async (places) => {
        for (const found of await this.fitting.among(places, asked, plan)) {
          const status = found?.full.task.status;
          if (status) numbers.set(status, (numbers.get(status) ?? 0) + 1);
        }
      },
    );
    return { numbers, isComplete: to === null };
  }

  /** Along an order that the broker keeps. */
  private async ordered(search: BrokerSearchRequest, plan: SearchPlan): Promise<BrokerPage> {
    const { limit, after, order } = search;
    const request = { plan, queues: this.queuesFor(search), order, only: search.only };
    const source =
      search.sort === 'created' ? await this.sources.byCreation(request) : this.sources.byEnd(request);
    const walk = new Walk(LOOK_ON_MS);
    const { items, next } = await walkPage<Found, SearchPosition>({
      limit,
      after,
      read: async (place, room) => {
        const part = await source(place, walk.read === 0 ? wantedFor(room, plan) : mostFor(plan));
        walk.lookedAt += part.lookedAt;
        walk.read += part.places.length;
        const found = await this.fitting.among(part.places, search, plan);
        const isHere = (each: Found | undefined, i: number) =>
          search.sort === 'created' || each?.place.value === part.places[i]?.value;
        const entries = part.places.map((each, i) => ({
          place: each,
          item: isHere(found[i], i) ? found[i] : undefined, // else it was run again, and has ended again
        }));
        return { entries, next: part.next };
      },
      isEnough: () => walk.isOver,
    });
    return { found: items, next, among: undefined, lookedAt: walk.lookedAt, until: next?.value ?? null };
  }

  /** By a value that the broker keeps no order of: the first of a stretch of the index. */
  private async sorted(search: BrokerSearchRequest, plan: SearchPlan): Promise<BrokerPage> {
    const { limit, after, sort, order } = search;
    const queues = this.queuesFor(search);
    const source = await this.sources.byCreation({ plan, queues, order: 'desc', only: search.only });
    const compare = comparison(sort, order);
    const best = new BestTasks(limit + 1, compare);
    const walk = new Walk(search.among?.to === undefined ? LOOK_ON_MS : AGAIN_MS);
    const to = await this.walkStretch(source, search.among, walk, async (places) => {
      const found = (await this.fitting.among(places, search, plan)).filter((each) => each !== undefined);
      best.add(found.filter(({ place }) => after === undefined || compare(place, after) > 0));
    });
    const found = best.all.slice(0, limit);
    const next = best.all.length > limit ? (found.at(-1)?.place ?? null) : null;
    const among = { from: search.among?.from, to: to?.id ?? null };
    return { found, next, among, lookedAt: walk.lookedAt, until: to?.value ?? null };
  }

  /** @returns the end of the stretch that was looked through; null if it was the last one */
  private async walkStretch(
    source: Candidates,
    among: Stretch | undefined,
    walk: Walk,
    take: (places: readonly SearchPosition[]) => Promise<void>,
  ): Promise<SearchPosition | null> {
    let place = among?.from === undefined ? undefined : placeOfId(among.from);
    const end = among?.to ? placeOfId(among.to) : null;
    for (;;) {
      const { places, lookedAt, next } = await source(place, MOST_AT_ONCE);
      walk.lookedAt += lookedAt;
      walk.read += places.length;
      await take(end === null ? places : places.filter(({ id }) => id >= end.id));
      if (next === null || (end !== null && next.id <= end.id)) return end;
      if (walk.isOver) return next;
      place = next;
    }
  }

  /** The queues that may have tasks that fit. */
  queuesFor({ conditions }: Pick<BrokerSearchRequest, 'conditions'>) {
    const names = this.queues.all().map(({ name }) => name);
    return names.filter((name) => this.fitting.mayBeIn(name, conditions));
  }
}

/** At first as many as fit on the page. Where these do not fit the search, few do: more are read at once. */
function wantedFor(room: number, plan: SearchPlan): number {
  return Math.min(Math.max(room + 1, LEAST_READ), mostFor(plan));
}

/** Results as a whole can be large. */
function mostFor({ needsResult }: SearchPlan): number {
  return needsResult ? LEAST_READ : MOST_AT_ONCE;
}
