import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { KnownQueues } from '../../core/task/known-queues.js';
import { TaskFinder } from '../../core/search/task-finder.js';
import { DEFAULT_LIMIT } from '../schema/paging.js';
import type { TaskListQuery, TaskPageDto } from '../tasks/task-list.dto.js';
import { MalformedCursorError } from '../problems/malformed-cursor.js';
import { ListedTasks } from './listed-tasks.js';
import { LookedDto } from './looked.dto.js';
import { decodeCursor, encodeCursor, searchHash } from './search-cursor.js';
import { searchedBy } from './searched-by.js';
import type { TaskSelection } from './task-selection.dto.js';

/** Answers GET /tasks in its longer form: by a query, in another order, with a count or with payloads. */
@Injectable()
export class TaskSearches {
  constructor(
    private readonly finder: TaskFinder,
    private readonly listed: ListedTasks,
    private readonly queues: KnownQueues,
  ) {}

  /** @throws MalformedCursorError, and the errors of `searchedBy` and TaskFinder */
  async page(query: TaskListQuery, request: Request): Promise<TaskPageDto> {
    const { limit = DEFAULT_LIMIT, cursor, count } = query;
    const start = cursor === undefined ? undefined : decodeCursor(cursor);
    const now = start?.now ?? Date.now();
    const search = searchedBy(query, request, this.queues, now);
    const hash = hashOf(query);
    if (start && (start.hash !== hash || start.sort !== search.sort || start.order !== search.order))
      throw new MalformedCursorError();
    const { items, next, looked } = await this.finder.find({ ...search, limit, from: start?.place });
    const { sort, order } = search;
    return {
      items: items.map((task) => this.listed.shown(task, query.include)),
      next_cursor: next && encodeCursor({ sort, order, now, hash, place: next }),
      looked: LookedDto.of(looked),
      ...(count && { count: await this.finder.count(search.conditions) }),
    };
  }
}

/** True if the plain list of today does not answer it. */
export function isSearch({ q, sort, order, count, include }: TaskListQuery): boolean {
  return [q, sort, order, count, include].some((given) => given !== undefined);
}

function hashOf({ q, queue, status, name, tag }: TaskSelection): string {
  return searchHash({ q, queue, status, name, tag });
}
