import { Injectable } from '@nestjs/common';
import { Broker, type QueueFullError, TaskQueue } from '../../../core/index.js';
import { CeleryResults } from '../broker/celery-results.js';

/** Why no messages are taken for now. They stay in Celery's queues. */
export interface Obstacle {
  /** The end of the sentence `Taking no messages from Celery: …`. */
  readonly why: string;
  /** Rejects if nobody knows. */
  readonly isOver: () => Promise<boolean>;
}

/** The obstacles that a turn can meet, and how each of them ends. */
@Injectable()
export class Obstacles {
  constructor(
    private readonly broker: Broker,
    private readonly queue: TaskQueue,
    private readonly results: CeleryResults,
  ) {}

  brokerAway(error: Error): Obstacle {
    const ping = () => this.broker.ask(this.broker.producer.ping());
    return { why: error.message, isOver: () => ping().then(() => true) };
  }

  queueFull(error: QueueFullError): Obstacle {
    const { message, queue } = error;
    return { why: message, isOver: async () => (await this.queue.refusalNow(queue)) === undefined };
  }

  /** A refused message whose sender cannot be told. */
  resultsAway(error: Error): Obstacle {
    return { why: error.message, isOver: () => Promise.resolve(this.results.problem === undefined) };
  }
}
