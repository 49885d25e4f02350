import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { Queues } from '../bullmq/queues.js';
import { takeTurn } from '../bullmq/scripts/take-turn.js';
import type { RateLimit, TaskOptions } from '../task/task.js';
import { forgetTurns } from '../bullmq/aside/forget-turns.js';
import type { TypeRate } from './type-limits-record.js';

/** A task's request for a turn under a rate limit. */
export interface TurnRequest {
  readonly queue: QueueName;
  readonly id: string;
  /** Task name. */
  readonly name: string;
  /** The limit that the code declares, or undefined. */
  readonly declared: RateLimit<object> | undefined;
  /** The numbers that operators have set instead. */
  readonly own: TypeRate | undefined;
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
  async waitOf({ queue, id, name, declared, own, payload }: TurnRequest): Promise<number> {
    const numbers = own ?? declared;
    if (numbers === undefined) return 0;
    const { max, durationMs } = numbers;
    const slotOf = slotOfLimit(own);
    const ofNumbers = slotOf === '' ? '' : `:${slotOf}`;
    const key = this.keys.rateLimit(`${name}:${digest(keyOf(declared, payload))}${ofNumbers}`);
    const turn = { job: this.queues.keys(queue).job(id), turns: `${key}:turns`, starts: `${key}:starts` };
    return this.broker.ask(takeTurn(this.broker.worker, { ...turn, slotOf, max, duration: durationMs }));
  }

  /** Lets the tasks of a type that wait for their turns under former numbers get new ones. */
  async reassign(
    { name, aliases = [], queue }: TaskOptions<object>,
    own: TypeRate | undefined,
  ): Promise<void> {
    const forgetting = forgetTurns(this.broker.producer, {
      queue: this.queues.keys(queue).prefix,
      names: [name, ...aliases],
      slotOf: slotOfLimit(own),
      changes: this.keys.changes,
    });
    await this.broker.ask(forgetting);
  }
}

/** Turns are separate for each pair of numbers: those under former numbers may be far in the future. */
function slotOfLimit(own: TypeRate | undefined): string {
  return own === undefined ? '' : `${own.max}/${own.durationMs}`;
}

function keyOf({ key }: Pick<RateLimit<object>, 'key'> = {}, payload: object): string {
  if (key === undefined) return '';
  if (typeof key === 'function') return key(payload);
  return JSON.stringify({ [key]: Reflect.get(payload, key) as unknown });
}

/** Keys come from payloads: any length, any characters. */
function digest(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}
