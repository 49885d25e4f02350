import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { Queues } from '../bullmq/queues.js';
import { takeTurn } from '../bullmq/scripts/take-turn.js';
import type { RateLimit } from '../task/task.js';

/** A task's request for a turn under a rate limit. */
export interface TurnRequest {
  readonly queue: QueueName;
  readonly id: string;
  /** Task name. */
  readonly name: string;
  readonly limit: RateLimit<object>;
  readonly payload: object;
}

/** Rate limits across all workers. */
@Injectable()
export class RateLimits {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  /**
   * The task's remaining wait in ms. 0 means that it starts now, which counts. If asked again at its time, it starts
   * then or soon after.
   */
  async waitOf({ queue, id, name, limit, payload }: TurnRequest): Promise<number> {
    const key = this.keys.rateLimit(`${name}:${digest(keyOf(limit, payload))}`);
    const turn = { job: this.queues.keys(queue).job(id), turns: `${key}:turns`, starts: `${key}:starts` };
    const { max, durationMs } = limit;
    return this.broker.ask(takeTurn(this.broker.worker, { ...turn, max, duration: durationMs }));
  }
}

function keyOf({ key }: RateLimit<object>, payload: object): string {
  if (key === undefined) return '';
  if (typeof key === 'function') return key(payload);
  return JSON.stringify({ [key]: Reflect.get(payload, key) as unknown });
}

/** Keys come from payloads: any length, any characters. */
function digest(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}
