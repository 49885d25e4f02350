import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { BrokerState } from '../../core/broker-state/broker-state.js';
import { WorkerPool } from '../consuming/worker-pool.js';

/**
 * Finds a worker that stands still though all is well: the broker answers, there is room for another task, and yet it
 * does not look for one. Neither a PING nor BullMQ's own state tells that. It does not get well by itself: `/health/live`
 * says so, and whoever runs it starts it afresh. A broker that is away is no such case.
 */
@Injectable()
export class PollWatchdog {
  constructor(
    private readonly consumers: WorkerPool,
    private readonly state: BrokerState,
    private readonly config: Config,
  ) {}

  /** What is wrong, as a sentence; undefined: nothing. */
  readonly problem = (): string | undefined => {
    const { answersSince } = this.state;
    if (answersSince === undefined) return undefined;
    const now = performance.now();
    for (const { name, idleSince } of this.consumers.fetching()) {
      const silentMs = now - Math.max(idleSince, answersSince);
      if (silentMs > this.config.workerFetchTimeoutMs)
        return `it has not looked for tasks in ${name} for ${Math.round(silentMs / 1_000)} s, though it has room and Redis answers`;
    }
    return undefined;
  };
}
