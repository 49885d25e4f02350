import type { QueueName } from '../task/queue-name.js';
import type { TaskStatus } from '../task/task-status.js';

/** The filter of a task list. A missing field matches every task. */
export interface TaskFilter {
  readonly queue?: QueueName | undefined;
  readonly status?: TaskStatus | undefined;
  readonly name?: string | undefined;
  readonly tag?: string | undefined;
}
