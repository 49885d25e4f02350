import { Injectable, Logger } from '@nestjs/common';
import { Config, ConfigError } from '../../platform/config/config.js';
import { BrokerFaults } from './broker-faults.js';
import { BrokerRuns } from './broker-runs.js';
import { Broker, msOf } from '../redis/broker.js';
import { DataMark } from './data-mark.js';
import { Keys } from '../redis/keys.js';
import { isFault } from '../redis/unavailability.js';

/** How far two clocks may be apart before times that one has written mean something else to the other. */
export const MAX_SKEW_MS = 5_000;
/** Without an answer for so long the broker was away, or this process stood still. */
const GAP_MS = 5_000;
/** With any other policy Redis removes keys when its memory is full: tasks that wait, and the lists that they are in. */
const SAFE_POLICY = 'noeviction';

/** What the broker says of itself. */
export interface BrokerFacts {
  readonly usedBytes: number;
  /** `maxmemory`; 0: it has no limit. */
  readonly maxBytes: number;
  /** `maxmemory-policy`; undefined where the broker does not say it. */
  readonly evictionPolicy: string | undefined;
  /** How far this process's clock is ahead of the broker's, in ms; negative: behind. */
  readonly skewMs: number;
  /** `performance.now()` */
  readonly lookedAt: number;
}

/**
 * How the broker is, as far as it decides whether work may be taken: its memory, what it does when that is full, and the
 * distance of its clock. Looked at when somebody asks, one look at a time; everyone else uses what was seen last.
 */
@Injectable()
export class BrokerState {
  private readonly logger = new Logger('Broker');
  private looking: Promise<BrokerFacts> | undefined;
  private wasSaid: string | undefined;
  private answering: number | undefined;
  /** As they were seen last; undefined before the first answer. */
  facts: BrokerFacts | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly runs: BrokerRuns,
    private readonly faults: BrokerFaults,
    private readonly mark: DataMark,
    private readonly keys: Keys,
    private readonly config: Config,
  ) {}

  /**
   * Looks now.
   *
   * @throws BrokerUnavailableError
   */
  look(): Promise<BrokerFacts> {
    this.looking ??= this.ask().finally(() => (this.looking = undefined));
    return this.looking;
  }

  /**
   * Since when the broker has answered all looks, by `performance.now()`; undefined: it does not, or was not asked for a
   * while. For who looks every second.
   */
  get answersSince(): number | undefined {
    const isLive = this.facts !== undefined && performance.now() - this.facts.lookedAt < GAP_MS;
    return isLive ? this.answering : undefined;
  }

  /** Whether the broker's memory is so full that it takes no new work from outside. */
  get isFull(): boolean {
    if (this.facts === undefined) return false;
    const { usedBytes, maxBytes } = this.facts;
    return maxBytes > 0 && usedBytes > (maxBytes * this.config.maxMemoryPercent) / 100;
  }

  /** What makes times that this process writes mean something else to others, as a sentence; undefined: nothing. */
  get clockProblem(): string | undefined {
    const skewMs = this.facts?.skewMs ?? 0;
    if (Math.abs(skewMs) <= MAX_SKEW_MS) return undefined;
    const distance = `${Math.round(Math.abs(skewMs) / 1_000)} s ${skewMs > 0 ? 'ahead of' : 'behind'}`;
    return `the clock of this machine is ${distance} that of Redis: set it, by NTP for example`;
  }

  /** Why what is stored is not safe there, as a sentence; undefined: it is. */
  get policyProblem(): string | undefined {
    const policy = this.facts?.evictionPolicy;
    if (policy === undefined || policy === SAFE_POLICY) return undefined;
    return (
      `maxmemory-policy of Redis is ${policy}, but must be ${SAFE_POLICY}: with any other it removes tasks that wait ` +
      `when its memory is full. Set it: redis-cli config set maxmemory-policy ${SAFE_POLICY}, and in its configuration`
    );
  }

  /**
   * For the start of a process: does not let it begin with a broker that loses tasks. One that is away may come later.
   *
   * @throws ConfigError
   */
  async refuseUnsafe(): Promise<void> {
    await this.look().catch(() => undefined); // said by Broker
    const problem = this.broker.databaseProblem ?? this.faults.rightsProblem ?? this.policyProblem;
    if (problem !== undefined) throw new ConfigError([problem]);
  }

  /** What was lost of what is stored there, as a sentence, until somebody acknowledges it; undefined: nothing. */
  get lossProblem(): string | undefined {
    return this.mark.problem;
  }

  /** Why no worker may take anything, from no queue, as a sentence; undefined: it may. */
  get workProblem(): string | undefined {
    return this.clockProblem ?? this.faults.rightsProblem;
  }

  private async ask(): Promise<BrokerFacts> {
    const { producer } = this.broker;
    const from = performance.now();
    // The question for a key is answered by the node of a cluster that is needed; any other would answer the rest.
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

  /** A look that is refused has an answer all the same: what is missing. */
  private async findFaults(error: unknown): Promise<never> {
    if (isFault(error)) await this.faults.refresh();
    throw error;
  }

  /** Once when it comes, and once when it goes. */
  private sayProblem(): void {
    const problem = this.policyProblem ?? this.clockProblem;
    const kind = problem?.replace(/\d+/g, '0'); // a clock that drifts is said once
    if (kind === this.wasSaid) return;
    this.wasSaid = kind;
    if (problem === undefined) this.logger.log('Policy and clock of Redis are right again');
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

/** A field of what INFO answers. */
function fieldOf(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
}

/** The broker looked at its clock at some moment of the round trip: only what is beyond that is a difference. */
function skewOf(brokerMs: number, roundTripMs: number): number {
  const ahead = Date.now() - roundTripMs / 2 - brokerMs;
  return Math.sign(ahead) * Math.max(0, Math.round(Math.abs(ahead) - roundTripMs / 2));
}
