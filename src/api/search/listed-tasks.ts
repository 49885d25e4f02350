import { Injectable } from '@nestjs/common';
import type { ListedTask } from '../../core/search/task-finder.js';
import { columnsIn } from '../../core/task/listed/task-columns.js';
import { TaskRegistry } from '../../core/task/task-registry.js';
import { type TaskDto, foundTask } from '../schema/task.dto.js';
import type { Included } from './task-selection.dto.js';

/** Shows found tasks as JSON. */
@Injectable()
export class ListedTasks {
  constructor(private readonly registry: TaskRegistry) {}

  /** @param include the part of the payload to show; the payload was read if it is given */
  shown(task: ListedTask, include: Included | undefined): TaskDto {
    const json = foundTask(task);
    if (include === 'payload') json.payload = task.payload ?? null;
    if (include === 'columns') json.columns = columnsIn(this.columnsOf(task), task.payload);
    return json;
  }

  /** A name that this process does not know has none. */
  private columnsOf({ task: { name } }: ListedTask): readonly string[] {
    return this.registry.find(name)?.options.columns ?? [];
  }
}
