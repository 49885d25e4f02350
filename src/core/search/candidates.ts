import { Injectable } from '@nestjs/common';
import type { SearchPosition } from '../history/task-history.js';
import { type Place, listPlaces, place, setPlaces } from '../bullmq/layout.js';
import { Queues } from '../bullmq/queues.js';
import { nextEnded } from '../bullmq/scripts/ended-jobs.js';
import { gatherJobs } from '../bullmq/scripts/gather-jobs.js';
import { type Sieve, sieveJobs, sieveThese } from '../bullmq/scripts/sieve-jobs.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { isTaskId, madeAt } from '../task/task-id.js';
import type { QueueName } from '../task/queue-name.js';
import { taskStatuses } from '../task/task-status.js';
import type { SearchPlan } from './search-plan.js';
import type { Order } from './sorted-place.js';

/** Number of entries examined in one step, which occupies the broker for some milliseconds. */
const STEP = 1_000;
/** Places with more tasks in total are not read as a whole: the index is walked instead. */
const FEW = 5_000;
/** Ended tasks read in one step, of each set. */
const ENDED_AT_ONCE = 200;

/** Which tasks the history may not have: those that have not ended, that ended since, or that have one of these names. */
export interface Unrecorded {
  /** ms since 1970. */
  readonly since: number;
  readonly orNames: readonly string[];
}

export interface CandidateRequest {
  readonly plan: SearchPlan;
  readonly queues: readonly QueueName[];
  readonly order: Order;
  /** Default: every task. */
  readonly only: Unrecorded | undefined;
}

/** Some candidates, in order. */
export interface CandidatePart {
  readonly places: readonly SearchPosition[];
  readonly lookedAt: number;
  /** The place from which to continue; null at the end. */
  readonly next: SearchPosition | null;
}

/** Gives the next candidates after a place. */
export type Candidates = (after: SearchPosition | undefined, wanted: number) => Promise<CandidatePart>;

/** Finds tasks in the broker that may fit a plan, without reading whole tasks. */
@Injectable()
export class CandidateSources {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly queues: Queues,
  ) {}

  /** Candidates in the order of their ids. */
  async byCreation(request: CandidateRequest): Promise<Candidates> {
    const ids = await this.fewIds(request);
    return ids === undefined ? this.alongIndex(request) : this.among(ids, request);
  }

  /** Ended candidates in the order of their end. */
  byEnd({ plan, queues, order, only }: CandidateRequest): Candidates {
    const sets = this.keysOf(queues, endsIn(plan));
    const since = only && only.orNames.length === 0 ? only.since : undefined;
    const sieve = sieveWith(plan.sieve, only);
    return async (after, wanted) => {
      const count = Math.max(wanted, ENDED_AT_ONCE);
      const ended = await this.broker.ask(
        nextEnded(this.broker.producer, { sets, order, count, after: startIn(order, since, after) }),
      );
      const within = since === undefined ? ended : ended.filter(({ finishedOn }) => finishedOn >= since);
      const places = within.map(({ id, finishedOn }) => ({ id, value: finishedOn }));
      const isEnd = within.length < count;
      const fitting = await this.sieved(queues, sieve, places);
      return { places: fitting, lookedAt: places.length, next: isEnd ? null : (places.at(-1) ?? null) };
    };
  }

  private alongIndex({ plan, queues, order, only }: CandidateRequest): Candidates {
    const request = {
      index: this.keys.index,
      queues: this.prefixesOf(queues),
      order,
      step: STEP,
      sieve: sieveWith(plan.sieve, only),
    };
    return async (after, wanted) => {
      const sieving = sieveJobs(this.broker.producer, { ...request, wanted, from: after?.id });
      const { ids, lookedAt, next } = await this.broker.ask(sieving);
      return { places: ids.map(placeOfId), lookedAt, next: next === null ? null : placeOfId(next) };
    };
  }

  private among(ids: readonly string[], { plan, queues, order, only }: CandidateRequest): Candidates {
    const sorted = ids.filter(isTaskId).sort();
    if (order === 'desc') sorted.reverse();
    const sieve = sieveWith(plan.sieve, only);
    return async (after) => {
      const isAfter = (id: string) =>
        after === undefined || (order === 'asc' ? id > after.id : id < after.id);
      const first = sorted.findIndex(isAfter);
      const part = first === -1 ? [] : sorted.slice(first, first + STEP);
      const places = await this.sieved(queues, sieve, part.map(placeOfId));
      const isEnd = first === -1 || first + STEP >= sorted.length;
      const last = part.at(-1);
      return { places, lookedAt: part.length, next: isEnd || last === undefined ? null : placeOfId(last) };
    };
  }

  /** The ids of all candidates, if these are few; undefined if they are too many, or if any task may be one. */
  private async fewIds({ plan, queues, only }: CandidateRequest): Promise<readonly string[] | undefined> {
    if (plan.ids !== undefined) return plan.ids;
    if (plan.statuses.size === taskStatuses.length && only === undefined) return undefined;
    const waiting = waitingIn(plan);
    const gathering = gatherJobs(this.broker.producer, {
      lists: this.keysOf(queues, waiting.filter(isListPlace)),
      sets: this.keysOf(
        queues,
        waiting.filter((each) => !isListPlace(each)),
      ),
      ended: this.keysOf(queues, endsIn(plan)),
      since: only && only.orNames.length === 0 ? only.since : undefined,
      most: FEW,
    });
    return this.broker.ask(gathering);
  }

  private async sieved(
    queues: readonly QueueName[],
    sieve: Sieve,
    places: readonly SearchPosition[],
  ): Promise<readonly SearchPosition[]> {
    const known = places.filter(({ id }) => isTaskId(id));
    const where = { index: this.keys.index, queues: this.prefixesOf(queues), sieve };
    const ids = known.map(({ id }) => id);
    const fitting = new Set(await this.broker.ask(sieveThese(this.broker.producer, where, ids)));
    return known.filter(({ id }) => fitting.has(id));
  }

  private prefixesOf(queues: readonly QueueName[]): string[] {
    return queues.map((name) => this.queues.keys(name).prefix);
  }

  private keysOf(queues: readonly QueueName[], places: readonly Place[]): string[] {
    return queues.flatMap((name) => places.map((each) => this.queues.keys(name).place(each)));
  }
}

/** The places of tasks that have not ended. An expired task counts as REVOKED wherever it is. */
function waitingIn({ statuses }: SearchPlan): Place[] {
  const isWaiting = statuses.has('PENDING') || statuses.has('RETRY') || statuses.has('REVOKED');
  const ended: readonly Place[] = [place.completed, place.failed];
  return [...listPlaces, ...setPlaces].filter((each) => {
    if (ended.includes(each)) return false;
    return each === place.active ? statuses.has('STARTED') : isWaiting;
  });
}

function endsIn({ statuses }: SearchPlan): Place[] {
  return [
    ...(statuses.has('SUCCESS') ? [place.completed] : []),
    ...(statuses.has('FAILURE') || statuses.has('REVOKED') ? [place.failed] : []),
  ];
}

function isListPlace(each: Place): boolean {
  return (listPlaces as readonly Place[]).includes(each);
}

function sieveWith(sieve: Sieve, only: Unrecorded | undefined): Sieve {
  return only ? { ...sieve, endedSince: { at: only.since, orNames: only.orNames } } : sieve;
}

/** The place of a task in the order of creation. */
export function placeOfId(id: string): SearchPosition {
  return { value: madeAt(id), id };
}

/** The position from which ended tasks are read. Upwards, those before `since` are skipped. */
function startIn(order: Order, since: number | undefined, after: SearchPosition | undefined) {
  const position = after && { finishedOn: after.value, id: after.id };
  if (order === 'desc' || since === undefined || (after && after.value >= since)) return position;
  return { finishedOn: since, id: '' };
}
