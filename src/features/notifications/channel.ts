import type { NamedTask } from '../../core/submit/task-queue.js';

/** A way to tell someone something. */
export interface Channel {
  /**
   * Reads a notification of this channel, and finds everything that can be wrong with it before it is stored.
   *
   * @param value what came, with this channel's name in its `channel`
   * @returns the tasks that tell it: one for each of those who are told
   * @throws InvalidInputError, with paths from the notification's top
   */
  tasksOf(value: object): Promise<readonly NamedTask[]>;
}
