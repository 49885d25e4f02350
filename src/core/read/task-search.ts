import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { type Place, place } from '../bullmq/layout.js';
import { QueueContents } from '../bullmq/queue-contents.js';
import { Queues } from '../bullmq/queues.js';
import { type NameSieve, type Sieve, isPlain, sieveJobs } from '../bullmq/scripts/sieve-jobs.js';
import { patternOf } from '../query/patterns.js';
import type { TaskFilter } from './task-filter.js';
import type { TaskStatus } from '../task/task-status.js';

/** Number of index entries examined in one step, which occupies the broker for about 5 ms. */
const STEP = 1_000;
/** Sets with more tasks in total are not read as a whole: walking the index finds the next match sooner. */
const FEW = 5_000;

/** Everything that has not ended and does not run. */
const OPEN_PLACES = [
  ...[place.wait, place.paused, place.prioritized, place.delayed],
  place.waitingChildren, // steps that wait for others
];

/**
 * BullMQ's sets by task status. REVOKED is missing: expired tasks count as such wherever they are, so only the index
 * has all of them in order.
 */
const PLACES: Readonly<Partial<Record<TaskStatus, readonly Place[]>>> = {
  PENDING: OPEN_PLACES,
  RETRY: OPEN_PLACES,
  STARTED: [place.active],
  SUCCESS: [place.completed],
  FAILURE: [place.failed],
};

/** The ends of the records with a status. */
const ENDS: Readonly<Record<TaskStatus, Sieve['ends']>> = {
  PENDING: ['open'],
  RETRY: ['open'],
  STARTED: ['open'],
  SUCCESS: ['result'],
  FAILURE: ['none'],
  REVOKED: ['none', 'expiring'],
};

/** Ids of tasks that may match a filter, newest first, and the place to continue from; null at the end. */
export interface Candidates {
  readonly ids: readonly string[];
  readonly next: string | null;
}

/** Finds candidates for a filter without reading whole tasks. */
@Injectable()
export class TaskSearch {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly queues: Queues,
    private readonly contents: QueueContents,
  ) {}

  /** One step down from a place. */
  async candidates(filter: TaskFilter, wanted: number, before: string | undefined): Promise<Candidates> {
    const places = filter.status && PLACES[filter.status];
    const few = places && (await this.amongFew(filter, places, wanted, before));
    return few ?? (await this.downTheIndex(filter, wanted, before));
  }

  /** Uses BullMQ's own sets if they contain few tasks. */
  private async amongFew(
    { queue }: TaskFilter,
    places: readonly Place[],
    wanted: number,
    before: string | undefined,
  ): Promise<Candidates | undefined> {
    const names = queue === undefined ? this.queues.all().map(({ name }) => name) : [queue];
    const ids = await this.contents.newestIn(names, places, { count: wanted, before, most: FEW });
    if (ids === undefined) return undefined;
    return { ids, next: ids.length < wanted ? null : (ids.at(-1) ?? null) };
  }

  private downTheIndex(
    { queue, name, tag, status }: TaskFilter,
    wanted: number,
    before: string | undefined,
  ): Promise<Candidates> {
    const asked = this.queues.all().filter((each) => queue === undefined || each.name === queue);
    const sieving = sieveJobs(this.broker.producer, {
      index: this.keys.index,
      queues: asked.map((each) => this.queues.keys(each.name).prefix),
      order: 'desc',
      from: before,
      step: STEP,
      wanted,
      sieve: {
        ...(status && { ends: ENDS[status] }),
        ...(name !== undefined && isPlain(name) && { names: [exactly(name)] }),
        ...(tag !== undefined && isPlain(tag) && { tags: [{ isNegated: false, anyOf: [tag] }] }),
      },
    });
    return this.broker.ask(sieving);
  }
}

function exactly(name: string): NameSieve {
  return { isNegated: false, anyOf: [patternOf([name])] };
}
