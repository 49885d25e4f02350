import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { Broker, msOf } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';

/** Facts reported by the broker. */
export interface BrokerFacts {
  readonly usedBytes: number;
  /** `maxmemory`; 0 means no limit. */
  readonly maxBytes: number;
  /** True if more than MAX_MEMORY_PERCENT of `maxmemory` is used: too full for new work. */
  readonly isFull: boolean;
  /** `maxmemory-policy`; undefined if the broker does not reveal it. */
  readonly evictionPolicy: string | undefined;
  /** Changes with every start of the server; undefined if the broker does not reveal it. */
  readonly runId: string | undefined;
  /** Offset of this process' clock from the broker's, in ms; negative if it is behind. */
  readonly skewMs: number;
  /** `performance.now()` */
  readonly lookedAt: number;
}

/** Asks the broker for its memory, its eviction policy, its run and its clock. */
@Injectable()
export class BrokerProbe {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly options: CoreOptions,
  ) {}

  /** @throws BrokerUnavailableError */
  async ask(): Promise<BrokerFacts> {
    const { producer } = this.broker;
    const from = performance.now();
    // Asking for a key ensures that the right node of a cluster answers; any node would answer the rest.
    const needed = producer.exists(this.keys.index);
    const asking = Promise.all([producer.info('memory'), producer.info('server'), producer.time(), needed]);
    const [memory, server, time] = await this.broker.ask(asking);
    const lookedAt = performance.now();
    return {
      ...this.memoryOf(memory),
      runId: fieldOf(server, 'run_id'),
      skewMs: skewOf(msOf(time), lookedAt - from),
      lookedAt,
    };
  }

  private memoryOf(info: string) {
    const usedBytes = Number(fieldOf(info, 'used_memory') ?? 0);
    const maxBytes = Number(fieldOf(info, 'maxmemory') ?? 0);
    const isFull = maxBytes > 0 && usedBytes > (maxBytes * this.options.maxMemoryPercent) / 100;
    return { usedBytes, maxBytes, isFull, evictionPolicy: fieldOf(info, 'maxmemory_policy') };
  }
}

/** A field of the INFO reply. */
function fieldOf(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
}

/** The broker read its clock at some moment of the round trip, so only a larger difference counts. */
function skewOf(brokerMs: number, roundTripMs: number): number {
  const ahead = Date.now() - roundTripMs / 2 - brokerMs;
  return Math.sign(ahead) * Math.max(0, Math.round(Math.abs(ahead) - roundTripMs / 2));
}
