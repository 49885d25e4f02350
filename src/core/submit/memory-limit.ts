import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { BrokerState } from '../broker-state/broker-state.js';
import { BrokerFullError } from '../task/queue.errors.js';
import type { QueueName } from '../task/queue-name.js';

/**
 * Maximum age of a check: with free memory, near the limit, without a limit, and before a submit must wait for a new
 * one.
 */
const FRESH_MS = 250;
const FRESH_NEAR_MS = 50;
const UNLIMITED_FRESH_MS = 1_000;
const STALE_MS = 5_000;
/** The limit is near from this share of `maxmemory`. */
const NEAR_SHARE = 0.5;

/**
 * Refuses new work while the broker's memory is nearly full. At `maxmemory` the broker would also refuse workers'
 * commands to take tasks and record outcomes, and could not recover; the rest of the memory is reserved for these.
 * Submits do not ask the broker: checks run in the background, more often with less free memory.
 */
@Injectable()
export class MemoryLimit {
  constructor(
    private readonly state: BrokerState,
    private readonly options: CoreOptions,
  ) {}

  get isFull(): boolean {
    return this.state.isFull;
  }

  /** Starts a check if the last one is old. @returns a promise to await before deciding, if necessary */
  refresh(): Promise<unknown> | undefined {
    const ageMs = performance.now() - (this.state.facts?.lookedAt ?? -Infinity);
    if (ageMs <= this.freshMs) return undefined;
    const looking = this.state.look().catch(() => undefined); // without an answer, the submit itself reports it
    return ageMs > STALE_MS ? looking : undefined;
  }

  refusal(queue: QueueName): BrokerFullError | undefined {
    const { isFull, facts } = this.state;
    if (!isFull || facts === undefined) return undefined;
    return new BrokerFullError(queue, facts.usedBytes, facts.maxBytes, this.options.maxMemoryPercent);
  }

  private get freshMs(): number {
    const { usedBytes = 0, maxBytes = 0 } = this.state.facts ?? {};
    if (maxBytes === 0) return UNLIMITED_FRESH_MS;
    return usedBytes > maxBytes * NEAR_SHARE ? FRESH_NEAR_MS : FRESH_MS;
  }
}
