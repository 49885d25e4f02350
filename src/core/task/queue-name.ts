/** The name of a queue that some module defines by `defineQueue`. */
export type QueueName = string;

/** Valid queue names: they are part of Redis keys, URLs and metrics. */
export const QUEUE_NAME = /^[a-z][a-z\d_-]{0,99}$/;
