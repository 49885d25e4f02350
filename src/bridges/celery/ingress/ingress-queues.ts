/** Celery's queues from which this bridge takes messages. This class is the token. */
export abstract class IngressQueues {
  abstract readonly names: readonly string[];

  /** Takes messages of one more queue, until this process ends. */
  abstract add(queue: string): Promise<void>;
  /** Takes no more messages of a queue. */
  abstract remove(queue: string): Promise<void>;
}
