import { Injectable, Logger } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { BrokerFaults } from './broker-faults.js';
import { BrokerRuns } from './broker-runs.js';
import { Broker, msOf } from '../redis/broker.js';
import { DataMark } from './data-mark.js';
import { Keys } from '../redis/keys.js';
import { isFault } from '../redis/unavailability.js';

/** Maximum difference between two clocks before times written by one are wrong for the other. */
export const MAX_SKEW_MS = 5_000;
/** Without an answer for this long, the broker was unavailable or this process was suspended. */
const GAP_MS = 5_000;
/** With any other policy, Redis evicts keys when its memory is full: waiting tasks, and the lists that contain them. */
const SAFE_POLICY = 'noeviction';

/** Facts reported by the broker. */
export interface BrokerFacts {
  readonly usedBytes: number;
  /** `maxmemory`; 0 means no limit. */
  readonly maxBytes: number;
  /** `maxmemory-policy`; undefined if the broker does not reveal it. */
  readonly evictionPolicy: string | undefined;
  /** Offset of this process' clock from the broker's, in ms; negative if it is behind. */
  readonly skewMs: number;
  /** `performance.now()` */
  readonly lookedAt: number;
}

/**
 * The broker's state, as far as it decides whether work may be taken: its memory, its eviction policy, and its clock.
 * Checked on request, one check at a time; all others use the last result.
 */
@Injectable()
export class BrokerState {
  private readonly logger = new Logger('Broker');
  private looking: Promise<BrokerFacts> | undefined;
  private wasSaid: string | undefined;
  private answering: number | undefined;
  /** The result of the last check; undefined before the first answer. */
  facts: BrokerFacts | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly runs: BrokerRuns,
    private readonly faults: BrokerFaults,
    private readonly mark: DataMark,
    private readonly keys: Keys,
    private readonly options: CoreOptions,
  ) {}

  /**
   * Checks now.
   *
   * @throws BrokerUnavailableError
   */
  look(): Promise<BrokerFacts> {
    this.looking ??= this.ask().finally(() => (this.looking = undefined));
    return this.looking;
  }

  /**
   * Start of the period in which the broker has answered every check, by `performance.now()`. Undefined if it does not
   * answer, or was not checked recently. For callers that check every second.
   */
  get answersSince(): number | undefined {
    const isLive = this.facts !== undefined && performance.now() - this.facts.lookedAt < GAP_MS;
    return isLive ? this.answering : undefined;
  }

  /** True if the broker's memory is too full for new work. */
  get isFull(): boolean {
    if (this.facts === undefined) return false;
    const { usedBytes, maxBytes } = this.facts;
    return maxBytes > 0 && usedBytes > (maxBytes * this.options.maxMemoryPercent) / 100;
  }

  /** A clock difference that makes times written by this process wrong for others, as a sentence; or undefined. */
  get clockProblem(): string | undefined {
    const skewMs = this.facts?.skewMs ?? 0;
    if (Math.abs(skewMs) <= MAX_SKEW_MS) return undefined;
    const distance = `${Math.round(Math.abs(skewMs) / 1_000)} s ${skewMs > 0 ? 'ahead of' : 'behind'}`;
    return `the clock of this machine is ${distance} that of Redis: synchronize it, for example by NTP`;
  }

  /** The reason why data is not safe in the broker, as a sentence; or undefined. */
  get policyProblem(): string | undefined {
    const policy = this.facts?.evictionPolicy;
    if (policy === undefined || policy === SAFE_POLICY) return undefined;
    return (
      `maxmemory-policy of Redis is ${policy}, but must be ${SAFE_POLICY}: any other policy evicts waiting tasks ` +
      `when memory is full. Run: redis-cli config set maxmemory-policy ${SAFE_POLICY}, and set it in the Redis ` +
      'configuration'
    );
  }

  /**
   * Why a process must not start: this broker would lose tasks. Undefined if it may. An unavailable broker is accepted.
   */
  async findUnsafe(): Promise<string | undefined> {
    await this.look().catch(() => undefined); // logged by Broker
    return this.broker.databaseProblem ?? this.faults.rightsProblem ?? this.policyProblem;
  }

  /** An unacknowledged loss of data as a sentence, or undefined. */
  get lossProblem(): string | undefined {
    return this.mark.problem;
  }

  /** The reason why no worker may take tasks from any queue, as a sentence; or undefined. */
  get workProblem(): string | undefined {
    return this.clockProblem ?? this.faults.rightsProblem;
  }

  private async ask(): Promise<BrokerFacts> {
    const { producer } = this.broker;
    const from = performance.now();
    // Asking for a key ensures that the right node of a cluster answers; any node would answer the rest.
    const needed = producer.exists(this.keys.index);
    const asking = Promise.all([producer.info('memory'), producer.info('server'), producer.time(), needed]);
    const [memory, server, time] = await this.broker
      .ask(asking)
      .catch((error: unknown) => this.findFaults(error));
    const lookedAt = performance.now();
    if (this.facts === undefined || lookedAt - this.facts.lookedAt > GAP_MS) {
      this.answering = lookedAt;
      this.faults.doubtRights();
    }
    await this.faults.refresh();
    this.facts = { ...memoryOf(memory), skewMs: skewOf(msOf(time), lookedAt - from), lookedAt };
    this.sayProblem();
    const runId = fieldOf(server, 'run_id');
    this.runs.see(runId);
    await this.mark.compare(runId);
    return this.facts;
  }

  /** A refused check still has a result: the missing permission. */
  private async findFaults(error: unknown): Promise<never> {
    if (isFault(error)) await this.faults.refresh();
    throw error;
  }

  /** Logs a problem once when it appears and once when it disappears. */
  private sayProblem(): void {
    const problem = this.policyProblem ?? this.clockProblem;
    const kind = problem?.replace(/\d+/g, '0'); // a drifting clock is logged once
    if (kind === this.wasSaid) return;
    this.wasSaid = kind;
    if (problem === undefined) this.logger.log('Redis policy and clock are correct again');
    else this.logger.warn(`This process is not ready: ${problem}`);
  }
}

function memoryOf(info: string) {
  return {
    usedBytes: Number(fieldOf(info, 'used_memory') ?? 0),
    maxBytes: Number(fieldOf(info, 'maxmemory') ?? 0),
    evictionPolicy: fieldOf(info, 'maxmemory_policy'),
  };
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
