import { Injectable } from '@nestjs/common';
import { BrokerState } from '../../core/broker-state/broker-state.js';
import { WorkerPool } from '../consuming/worker-pool.js';

const LOOK_EVERY_MS = 1_000;
/** Before the first answer of the broker: until then nothing is taken. */
const FIRST_LOOK_EVERY_MS = 100;

/**
 * Has a worker take nothing while its clock is wrong. What is delayed is started by the clock of the worker that looks:
 * one that is an hour ahead would start it an hour early. What runs goes on, its locks are kept by Redis' clock.
 */
@Injectable()
export class ClockSkewGuard {
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly state: BrokerState,
    private readonly consumers: WorkerPool,
  ) {}

  /** @param onChange told when the worker begins to take tasks, or ceases to */
  start(onChange: () => void): void {
    void this.look(onChange);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private async look(onChange: () => void): Promise<void> {
    await this.state.look().catch(() => undefined); // said by Broker: the last judgement stands
    if (this.isStopped) return;
    const isKnown = this.state.facts !== undefined;
    if (isKnown && this.consumers.judgeClock(this.state.workProblem === undefined)) onChange();
    this.timer = setTimeout(() => void this.look(onChange), isKnown ? LOOK_EVERY_MS : FIRST_LOOK_EVERY_MS);
  }
}
