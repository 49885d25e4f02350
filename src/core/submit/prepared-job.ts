import type { TaskJobOptions } from '../bullmq/task-job.js';
import type { TaskOptions } from '../task/task.js';

/** A task with everything to be stored. */
export interface PreparedJob {
  readonly task: TaskOptions<object>;
  readonly payload: object;
  readonly options: TaskJobOptions;
  /** Set if it may have been submitted before under the same id. */
  readonly key?: string | undefined;
}
