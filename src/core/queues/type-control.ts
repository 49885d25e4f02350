import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { TaskRegistry } from '../task/task-registry.js';
import type { TaskOptions } from '../task/task.js';
import type { Hold } from './queue-holds.js';
import { RateLimits } from './rate-limits.js';
import { TypeGate } from './type-gate.js';
import { TypeLimits } from './type-limits.js';
import type { LimitsChange, OwnLimits } from './type-limits-record.js';

/** A paused task type, with the time and client of the pause. */
export interface PausedType {
  readonly name: string;
  readonly queue: QueueName;
  readonly paused: Hold;
}

/** Controls how the tasks of one type are processed, for all workers, until it is changed again. */
@Injectable()
export class TypeControl {
  constructor(
    private readonly limits: TypeLimits,
    private readonly rates: RateLimits,
    private readonly gate: TypeGate,
    private readonly registry: TaskRegistry,
  ) {}

  /** The paused types. */
  async paused(): Promise<PausedType[]> {
    return [...(await this.limits.all())].flatMap(([name, { paused }]) => {
      const type = paused && this.registry.find(name)?.options;
      return type ? [{ name: type.name, queue: type.queue, paused }] : [];
    });
  }

  /**
   * Changes limits of a type. Waiting tasks feel them at once.
   *
   * @param by the client's name
   * @param reason of a pause
   * @returns its limits after the change
   */
  async change(
    type: TaskOptions<object>,
    change: LimitsChange,
    by: string,
    reason?: string,
  ): Promise<OwnLimits> {
    const own = await this.limits.change(type.name, change, { by, reason });
    if (change.rate !== undefined) await this.rates.reassign(type, own.rate);
    if (change.paused) await this.gate.holdWaiting(type);
    else if (change.paused !== undefined || change.concurrency !== undefined)
      await this.gate.bringBack(type.name);
    return own;
  }
}
