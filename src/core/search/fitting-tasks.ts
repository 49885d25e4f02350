import { Injectable } from '@nestjs/common';
import type { FullTask, HistorySearch, SearchPosition } from '../history/task-history.js';
import type { Condition } from '../query/condition.js';
import { fitsAll } from '../query/matcher.js';
import { fitsPattern } from '../query/patterns.js';
import { documentsIn } from '../query/resolve-query.js';
import { TaskPayloads } from '../read/task-payloads.js';
import { TaskStore } from '../read/task-store.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import type { Found } from './best-tasks.js';
import type { SearchPlan } from './search-plan.js';
import { placeIn } from './sorted-place.js';

/** Larger results are left out of lists: a page of them could exceed the process' memory. */
export const MAX_RESULT_BYTES = 16_384;
/** Payloads, and whole results, read at once. */
const LARGE_AT_ONCE = 20;

type Asked = Pick<HistorySearch, 'conditions' | 'sort' | 'withPayload'>;

/** Reads candidates, and keeps those that fit a search. */
@Injectable()
export class FittingTasks {
  constructor(
    private readonly store: TaskStore,
    private readonly payloads: TaskPayloads,
  ) {}

  /** In the order of the places; undefined for a task that does not fit. */
  async among(
    places: readonly SearchPosition[],
    search: Asked,
    plan: SearchPlan,
  ): Promise<(Found | undefined)[]> {
    const isLarge = plan.needsPayload || plan.needsResult || search.withPayload;
    const atOnce = isLarge ? LARGE_AT_ONCE : Math.max(places.length, 1);
    const found: (Found | undefined)[] = [];
    for (let i = 0; i < places.length; i += atOnce) {
      const some = places.slice(i, i + atOnce);
      const tasks = await this.store.findMany(
        some.map(({ id }) => id),
        plan.needsResult ? 0 : MAX_RESULT_BYTES,
      );
      found.push(...(await this.check(tasks, search, plan)));
    }
    return found;
  }

  /** Whether each task fits, with its place in the list. */
  async check(
    tasks: readonly (TaskSnapshot | undefined)[],
    search: Asked,
    plan: SearchPlan,
  ): Promise<(Found | undefined)[]> {
    const cheap = search.conditions.filter((each) => !documentsIn([each]).has('payload'));
    const likely = tasks.map((task) =>
      task && placeIn(search.sort, task) && fitsAll({ task, payload: undefined }, cheap) ? task : undefined,
    );
    if (!plan.needsPayload && !search.withPayload) return likely.map((task) => task && foundIn(search, task));
    const payloadOf = await this.payloadsOf(likely.filter((task) => task !== undefined));
    return likely.map((task) => {
      const payload = task && payloadOf.get(task.id);
      if (!task || (plan.needsPayload && !fitsAll({ task, payload }, search.conditions))) return undefined;
      return foundIn(search, task, search.withPayload ? payload : undefined);
    });
  }

  private async payloadsOf(tasks: readonly TaskSnapshot[]): Promise<ReadonlyMap<string, unknown>> {
    const payloads = await this.payloads.findMany(tasks);
    return new Map(tasks.map(({ id }, i) => [id, payloads[i]]));
  }

  /** False for a queue none of whose tasks can fit. */
  mayBeIn(queue: string, conditions: readonly Condition[]): boolean {
    return conditions.every((each) => {
      if (each.kind !== 'text' || each.fields.length !== 1 || each.fields[0] !== 'queue') return true;
      return each.anyOf.some((pattern) => fitsPattern(pattern, queue)) !== each.isNegated;
    });
  }
}

function foundIn(search: Asked, task: TaskSnapshot, payload?: unknown): Found | undefined {
  const place = placeIn(search.sort, task);
  const full: FullTask = { task: withoutLargeResult(task), payload };
  return place && { full, place };
}

/** A condition may need results that are too large to be shown. */
function withoutLargeResult(task: TaskSnapshot): TaskSnapshot {
  if (typeof task.result !== 'object' && typeof task.result !== 'string') return task;
  const size = JSON.stringify(task.result).length;
  return size > MAX_RESULT_BYTES ? { ...task, result: null, isResultLeftOut: true } : task;
}
