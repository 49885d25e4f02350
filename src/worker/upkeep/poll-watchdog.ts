import { Injectable } from '@nestjs/common';
import { WorkerOptions } from '../worker-options.js';
import { BrokerState } from '../../core/broker-state/broker-state.js';
import { WorkerPool } from '../consuming/worker-pool.js';

/**
 * Detects a worker that is stuck although all is well: the broker responds and there is a free slot, but the worker
 * does not fetch. Neither PING nor BullMQ's own state shows that. It does not recover by itself: `/health/live` reports
 * it, and the supervisor restarts it. An unavailable broker does not count.
 */
@Injectable()
export class PollWatchdog {
  constructor(
    private readonly pool: WorkerPool,
    private readonly state: BrokerState,
    private readonly options: WorkerOptions,
  ) {}

  /** The problem as a sentence, or undefined. */
  readonly problem = (): string | undefined => {
    const { answersSince } = this.state;
    if (answersSince === undefined) return undefined;
    const now = performance.now();
    for (const { name, idleSince } of this.pool.fetching()) {
      const silentMs = now - Math.max(idleSince, answersSince);
      if (silentMs > this.options.pollTimeoutMs)
        return `${name} has not been polled for ${Math.round(silentMs / 1_000)} s, despite free slots and a responding Redis`;
    }
    return undefined;
  };
}
