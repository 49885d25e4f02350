import type { NamedTask } from '../../core/index.js';

/** A way to notify someone, such as email. */
export interface Channel {
  /**
   * Parses a notification of this channel, and reports everything that is wrong with it before it is stored. May read
   * from the broker, for attachments.
   *
   * @param value the notification, with this channel's name in `channel`
   * @returns the tasks that deliver it, one per recipient
   * @throws InvalidInputError with paths from the notification's top
   */
  tasksOf(value: object): Promise<readonly NamedTask[]>;
}
