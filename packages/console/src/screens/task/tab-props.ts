import type { ReadTask } from './use-task.js';
import type { TaskOutput } from './use-task-output.js';

/** Props of every tab of a task's page. */
export interface TabProps {
  readonly read: ReadTask;
  readonly output: TaskOutput;
}
