import type { RunningTask } from '../task/running-task.js';
import type { TaskContext } from '../task/task.js';
import type { TaskQueue } from './task-queue.js';

/** The part of a context that submits. */
export type ChildSubmits = Pick<TaskContext, 'submit' | 'submitMany'>;

/** Submits as a child of this task, also where the running task is not known, such as in a callback of another library. */
export function childSubmits(queue: TaskQueue, parent: RunningTask): ChildSubmits {
  const origin = { parent };
  return {
    submit: (task, payload, options) => queue.submit(task, payload, options, origin),
    submitMany: (task, payloads, options) => queue.submitMany(task, payloads, options, origin),
  };
}
