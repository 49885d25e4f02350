import { Injectable } from '@nestjs/common';
import type { TaskOptions } from '../task/task.js';
import { RateLimits } from './rate-limits.js';
import { TypeLimits } from './type-limits.js';
import type { LimitsChange, OwnLimits } from './type-limits-record.js';

/** Controls how the tasks of one type are processed, for all workers, until it is changed again. */
@Injectable()
export class TypeControl {
  constructor(
    private readonly limits: TypeLimits,
    private readonly rates: RateLimits,
  ) {}

  /**
   * Changes limits of a type. Waiting tasks feel them at once.
   *
   * @param by the client's name
   * @returns its limits after the change
   */
  async change(type: TaskOptions<object>, change: LimitsChange, by: string): Promise<OwnLimits> {
    const own = await this.limits.change(type.name, change, by);
    if (change.rate !== undefined) await this.rates.reassign(type, own.rate);
    return own;
  }
}
