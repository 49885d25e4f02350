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
/** Whole results, and payloads, read at once. */
const RESULTS_AT_ONCE = 20;
const PAYLOADS_AT_ONCE = 50;

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
    const atOnce = plan.needsResult ? RESULTS_AT_ONCE : Math.max(places.length, 1);
    const found: (Found | undefined)[] = [];
    for (let i = 0; i < places.length; i += atOnce) {
      const ids = places.slice(i, i + atOnce).map(({ id }) => id);
      const tasks = await this.store.findMany(ids, plan.needsResult ? 0 : MAX_RESULT_BYTES);
      found.push(...(await this.check(tasks, search, plan)));
    }
    return found;
  }

  /** Each task that fits, with its place in the list; undefined for the others. */
  async check(
    tasks: readonly (TaskSnapshot | undefined)[],
    search: Asked,
    plan: SearchPlan,
  ): Promise<(Found | undefined)[]> {
    const cheap = search.conditions.filter((each) => !documentsIn([each]).has('payload'));
    const likely = tasks.filter(
      (task) => task && placeIn(search.sort, task) && fitsAll({ task, payload: undefined }, cheap),
    );
    const fitting = await this.withPayloads(
      likely.flatMap((task) => task ?? []),
      search,
      plan,
    );
    const byId = new Map(fitting.map((full) => [full.task.id, full]));
    return tasks.map((task) => {
      const full = task && byId.get(task.id);
      return full && foundIn(search, plan.needsResult ? withoutLargeResult(full) : full);
    });
  }

  /** Those whose payloads fit, too, if these must be known. Others are read and forgotten, some at a time. */
  private async withPayloads(
    tasks: readonly TaskSnapshot[],
    { conditions, withPayload }: Asked,
    { needsPayload }: SearchPlan,
  ): Promise<FullTask[]> {
    if (!needsPayload && !withPayload) return tasks.map((task) => ({ task, payload: undefined }));
    const fitting: FullTask[] = [];
    for (let i = 0; i < tasks.length; i += PAYLOADS_AT_ONCE) {
      const some = tasks.slice(i, i + PAYLOADS_AT_ONCE);
      const payloads = await this.payloads.findMany(some);
      for (const [k, task] of some.entries()) {
        const payload = payloads[k];
        if (needsPayload && !fitsAll({ task, payload }, conditions)) continue;
        fitting.push({ task, payload: withPayload ? payload : undefined });
      }
    }
    return fitting;
  }

  /** False for a queue none of whose tasks can fit. */
  mayBeIn(queue: string, conditions: readonly Condition[]): boolean {
    return conditions.every((each) => {
      if (each.kind !== 'text' || each.fields.length !== 1 || each.fields[0] !== 'queue') return true;
      return each.anyOf.some((pattern) => fitsPattern(pattern, queue)) !== each.isNegated;
    });
  }
}

function foundIn(search: Asked, full: FullTask): Found | undefined {
  const place = placeIn(search.sort, full.task);
  return place && { full, place };
}

/** A condition may need results that are too large to be shown. */
function withoutLargeResult({ task, payload }: FullTask): FullTask {
  if (typeof task.result !== 'object' && typeof task.result !== 'string') return { task, payload };
  const isLarge = JSON.stringify(task.result).length > MAX_RESULT_BYTES;
  return { task: isLarge ? { ...task, result: null, isResultLeftOut: true } : task, payload };
}
