import { Injectable } from '@nestjs/common';

type Listener = (runId: string) => void;

/**
 * Tracks the run of the Redis server. Each start of a server has its own run id, so a new id means a restart or a
 * failover: the newest writes may be missing. `BrokerState` reports the id with every check.
 */
@Injectable()
export class BrokerRuns {
  private readonly listeners: Listener[] = [];
  /** The latest run id; undefined before the first answer, and if Redis forbids INFO. */
  current: string | undefined;

  /** @param listener called with the new run id after each restart or failover, not for the first id */
  onRestart(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** @param runId undefined if Redis does not reveal it */
  see(runId: string | undefined): void {
    const before = this.current;
    if (runId === undefined || runId === before) return;
    this.current = runId;
    if (before !== undefined) for (const listener of this.listeners) listener(runId);
  }
}
