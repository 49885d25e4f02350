import { Injectable } from '@nestjs/common';
import { walkPage } from '../../read/page-walk.js';
import { Broker } from '../../redis/broker.js';
import { Keys } from '../../redis/keys.js';
import { WorkflowStore } from './workflow-store.js';
import type { WorkflowSnapshot, WorkflowStatus } from './workflow.js';

/** Time limit of a page whose filter matches few workflows. It is then short and has a cursor. */
const LOOK_ON_MS = 250;
/** Minimum number of workflows read at once, since some may not match. */
const LEAST_READ = 100;

/** All given criteria must match. */
export interface WorkflowFilter {
  readonly status?: WorkflowStatus | undefined;
  readonly name?: string | undefined;
  readonly tag?: string | undefined;
}

export interface WorkflowPage {
  readonly items: readonly WorkflowSnapshot[];
  /** Cursor of the next page; null if there is none. A page may be shorter than its limit and still have a next one. */
  readonly nextCursor: string | null;
}

/** Lists workflows, newest first. */
@Injectable()
export class WorkflowList {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly store: WorkflowStore,
  ) {}

  /** @param cursor of the previous page */
  async page(filter: WorkflowFilter, limit: number, cursor?: string): Promise<WorkflowPage> {
    const until = performance.now() + LOOK_ON_MS;
    const { items, next } = await walkPage<WorkflowSnapshot, string>({
      limit,
      after: cursor,
      // One more than the page holds shows whether there is a next one.
      read: (after, room) => this.found(filter, Math.max(room, LEAST_READ) + 1, after),
      isEnough: () => performance.now() >= until,
    });
    return { items, nextCursor: next };
  }

  /** Number of workflows that have not ended, or whose webhook is not handed over yet. */
  countOpen(): Promise<number> {
    return this.broker.ask(this.broker.producer.zcard(this.keys.openWorkflows));
  }

  /** One that is not accepted yet is left out, and so is one that is being removed. */
  private async found(filter: WorkflowFilter, count: number, before: string | undefined) {
    const max = before === undefined ? '+' : `(${before}`;
    const range = this.broker.producer.zrevrangebylex(this.keys.workflows, max, '-', 'LIMIT', 0, count);
    const ids = await this.broker.ask(range);
    const workflows = await this.store.findMany(ids);
    const entries = ids.map((place, i) => {
      const workflow = workflows[i];
      return { place, item: workflow && fits(workflow, filter) ? workflow : undefined };
    });
    return { entries, next: ids.length < count ? null : (ids.at(-1) ?? null) };
  }
}

function fits(workflow: WorkflowSnapshot, { status, name, tag }: WorkflowFilter): boolean {
  return (
    (status === undefined || workflow.status === status) &&
    (name === undefined || workflow.name === name) &&
    (tag === undefined || workflow.tags.includes(tag))
  );
}
