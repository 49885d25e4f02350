import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { BrokerState } from '../broker-state/broker-state.js';
import { BrokerFullError } from '../task/queue.errors.js';
import type { QueueName } from '../../platform/config/queue-names.js';

/** How old a look may be: while there is room, nearer to the limit, without one, and where a look is awaited. */
const FRESH_MS = 250;
const FRESH_NEAR_MS = 50;
const UNLIMITED_FRESH_MS = 1_000;
const STALE_MS = 5_000;
/** From this share of `maxmemory` on the limit is near. */
const NEAR_SHARE = 0.5;

/**
 * Takes no new work while the broker's memory is nearly full. At `maxmemory` it would refuse to workers as well what they
 * need to take tasks and to record their ends, and nothing would get better by itself; the rest is theirs. A submit
 * asks the broker nothing: looks are made in passing, the more often the less room there is.
 */
@Injectable()
export class MemoryLimit {
  constructor(
    private readonly state: BrokerState,
    private readonly config: Config,
  ) {}

  get isFull(): boolean {
    return this.state.isFull;
  }

  /** Looks where what was seen last is old. @returns what is to be awaited before anything is decided, if anything is */
  refresh(): Promise<unknown> | undefined {
    const ageMs = performance.now() - (this.state.facts?.lookedAt ?? -Infinity);
    if (ageMs <= this.freshMs) return undefined;
    const looking = this.state.look().catch(() => undefined); // without an answer the submit itself will say so
    return ageMs > STALE_MS ? looking : undefined;
  }

  refusal(queue: QueueName): BrokerFullError | undefined {
    const { isFull, facts } = this.state;
    if (!isFull || facts === undefined) return undefined;
    return new BrokerFullError(queue, facts.usedBytes, facts.maxBytes, this.config.maxMemoryPercent);
  }

  private get freshMs(): number {
    const { usedBytes = 0, maxBytes = 0 } = this.state.facts ?? {};
    if (maxBytes === 0) return UNLIMITED_FRESH_MS;
    return usedBytes > maxBytes * NEAR_SHARE ? FRESH_NEAR_MS : FRESH_MS;
  }
}
