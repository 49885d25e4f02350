/** The name of a queue that some module defines by `defineQueue`. */
export type QueueName = string;

/** What can name a queue: it stands in keys of Redis, in URLs and in metrics. */
export const QUEUE_NAME = /^[a-z][a-z\d_-]{0,99}$/;
