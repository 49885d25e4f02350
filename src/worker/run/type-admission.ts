import { Injectable, Logger } from '@nestjs/common';
import { taskOptionsOf } from '../../core/bullmq/task-job.js';
import { RateLimits, type TurnRequest } from '../../core/queues/rate-limits.js';
import { TypeGate } from '../../core/queues/type-gate.js';
import { TypeLimits } from '../../core/queues/type-limits.js';
import { type OwnLimits, timeLimitOf } from '../../core/queues/type-limits-record.js';
import type { TaskOptions } from '../../core/task/task.js';
import type { Attempt } from '../attempt/attempt.js';
import { AsideError, HeldError, LockLostError } from '../attempt/attempt.errors.js';
import { orHold } from '../nested/broker-away.js';

/** Shorter waits are over soon after a worker has heard of every change. */
const LONG_WAIT_MS = 5_000;

/** Applies the limits of a task type to an attempt: those of the code, and those that operators have set. */
@Injectable()
export class TypeAdmission {
  private readonly logger = new Logger('Worker');

  constructor(
    private readonly rates: RateLimits,
    private readonly gate: TypeGate,
    private readonly limits: TypeLimits,
  ) {}

  /**
   * @returns undefined without limits, as for most task types
   * @throws HeldError if the task must wait for its turn
   * @throws AsideError if its type is paused, or as many tasks of it run as may
   */
  enter(attempt: Attempt, type: TaskOptions<object>, payload: object): Promise<void> | undefined {
    const own = this.limits.of(type.name);
    if (own === undefined && type.rateLimit === undefined) return undefined;
    if (own?.timeoutMs !== undefined)
      attempt.operatorTimeoutMs = timeLimitOf(
        taskOptionsOf(attempt.job).timeoutMs,
        type.timeoutMs,
        own.timeoutMs,
      );
    return this.pass(attempt, type, own, payload);
  }

  /** Gives the attempt's slot back, if it has one. If the broker does not answer, a sweep does it. */
  leave(attempt: Attempt): void {
    const { slot } = attempt;
    if (slot === undefined) return;
    this.gate
      .leave(slot.type, attempt, slot.since)
      .catch((error: unknown) =>
        this.logger.debug(`A slot of ${slot.type} is freed later: ${String(error)}`),
      );
  }

  private async pass(
    attempt: Attempt,
    { name, rateLimit: declared }: TaskOptions<object>,
    own: OwnLimits | undefined,
    payload: object,
  ): Promise<void> {
    const { id, queue } = attempt;
    if (own?.paused !== undefined || own?.concurrency !== undefined) await this.passGate(attempt, name);
    if (declared === undefined && own?.rate === undefined) return;
    await this.takeTurn({ queue, id, name, declared, own: own?.rate, payload });
  }

  private async passGate(attempt: Attempt, type: string): Promise<void> {
    const { id, queue, job } = attempt;
    const entry = await orHold(this.gate.enter(type, { queue, id, token: job.token ?? '' }));
    if (entry === 'aside') throw new AsideError();
    if (entry === 'lost') throw new LockLostError();
    if (entry !== 'free') attempt.slot = { type, since: entry.since };
  }

  /** Before a long wait the numbers are read again: this worker may not have heard yet that they have changed. */
  private async takeTurn(turn: TurnRequest): Promise<void> {
    let waitMs = await this.rates.waitOf(turn);
    if (waitMs > LONG_WAIT_MS) {
      const own = (await this.limits.all()).get(turn.name)?.rate;
      if (!isSameRate(own, turn.own)) waitMs = await this.rates.waitOf({ ...turn, own });
    }
    if (waitMs > 0) throw new HeldError(Date.now() + waitMs);
  }
}

function isSameRate(one: OwnLimits['rate'], other: OwnLimits['rate']): boolean {
  return one?.max === other?.max && one?.durationMs === other?.durationMs;
}
