import type { QueueName } from '../../platform/config/queue-names.js';
import type { TaskStatus } from '../task/task-status.js';

/** What the tasks of a list have in common. A field that is not given fits every task. */
export interface TaskFilter {
  readonly queue?: QueueName | undefined;
  readonly status?: TaskStatus | undefined;
  readonly name?: string | undefined;
  readonly tag?: string | undefined;
}
