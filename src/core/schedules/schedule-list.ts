import { Injectable } from '@nestjs/common';
import { type Page, walkPage } from '../read/page-walk.js';
import { ScheduleStore } from './records/schedule-store.js';
import { type Schedule, type ScheduleSource, type SealedDefinition, stateOf } from './schedule.js';
import { tasksOf } from './submitting/sealed-workflow.js';

const PART = 200;
/** A page with a filter that matches few of many schedules ends then, and another follows. */
const LONGEST_SEARCH_MS = 250;

/** All given criteria must match. */
export interface ScheduleFilter {
  /** Part of the id, the name of a task or of the workflow, or the note, in any case. */
  readonly text?: string | undefined;
  /** Submitted by itself, or as part of a workflow. */
  readonly task?: string | undefined;
  readonly source?: ScheduleSource | undefined;
  readonly isPaused?: boolean | undefined;
}

/** Lists schedules by id. */
@Injectable()
export class ScheduleList {
  constructor(private readonly store: ScheduleStore) {}

  /** @param after the id to continue from */
  async page(
    filter: ScheduleFilter,
    limit: number,
    after: string | undefined,
  ): Promise<Page<Schedule, string>> {
    const started = performance.now();
    return walkPage<Schedule, string>({
      limit,
      after,
      read: (from) => this.part(filter, from),
      isEnough: () => performance.now() - started > LONGEST_SEARCH_MS,
    });
  }

  private async part(filter: ScheduleFilter, after: string | undefined) {
    const ids = await this.store.idsAfter(after, PART);
    const found = await this.store.findMany(ids);
    const entries = ids.map((place, i) => {
      const item = found[i];
      return { place, item: item && fits(item, filter) ? item : undefined };
    });
    return { entries, next: ids.length < PART ? null : (ids.at(-1) ?? null) };
  }
}

function fits(schedule: Schedule, { text, task, source, isPaused }: ScheduleFilter): boolean {
  const { id, definition } = schedule;
  if (task !== undefined && !tasksIn(definition).includes(task)) return false;
  if (source !== undefined && schedule.source !== source) return false;
  if (isPaused !== undefined && (stateOf(schedule) === 'paused') !== isPaused) return false;
  if (text === undefined) return true;
  return [id, ...tasksIn(definition), definition.workflow?.name ?? '', definition.note ?? ''].some((one) =>
    one.toLowerCase().includes(text.toLowerCase()),
  );
}

function tasksIn({ task, workflow }: SealedDefinition): readonly string[] {
  return workflow === undefined ? [task] : tasksOf(workflow).map((one) => one.task);
}
