import { Injectable } from '@nestjs/common';
import { BrokerState } from '../../core/broker-state/broker-state.js';
import { WorkerPool } from '../consuming/worker-pool.js';

const LOOK_EVERY_MS = 1_000;
/** Interval before the broker's first answer; until then no tasks are taken. */
const FIRST_LOOK_EVERY_MS = 100;

/**
 * Stops a worker from taking tasks while its clock is wrong. Delayed tasks are started by the clock of the worker that
 * fetches: one that is an hour fast would start them an hour early. Running tasks continue, because their locks use
 * Redis' clock.
 */
@Injectable()
export class ClockSkewGuard {
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly state: BrokerState,
    private readonly pool: WorkerPool,
  ) {}

  /** @param onChange called when the worker starts or stops taking tasks */
  start(onChange: () => void): void {
    void this.look(onChange);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private async look(onChange: () => void): Promise<void> {
    await this.state.look().catch(() => undefined); // logged by Broker: the last result stays valid
    if (this.isStopped) return;
    const isKnown = this.state.facts !== undefined;
    if (isKnown && this.pool.judgeClock(this.state.workProblem === undefined)) onChange();
    this.timer = setTimeout(() => void this.look(onChange), isKnown ? LOOK_EVERY_MS : FIRST_LOOK_EVERY_MS);
  }
}
