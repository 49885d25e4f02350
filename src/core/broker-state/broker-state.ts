import { Injectable, Logger } from '@nestjs/common';
import { BrokerFaults } from './broker-faults.js';
import { type BrokerFacts, BrokerProbe } from './broker-probe.js';
import { BrokerRuns } from './broker-runs.js';
import { Broker } from '../redis/broker.js';
import { DataMark } from './data-mark.js';
import { isFault } from '../redis/unavailability.js';

/** Maximum difference between two clocks before times written by one are wrong for the other. */
export const MAX_SKEW_MS = 5_000;
/** Without an answer for this long, the broker was unavailable or this process was suspended. */
const GAP_MS = 5_000;
/** With any other policy, Redis evicts keys when its memory is full: waiting tasks, and the lists that contain them. */
const SAFE_POLICY = 'noeviction';

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
    private readonly probe: BrokerProbe,
    private readonly runs: BrokerRuns,
    private readonly faults: BrokerFaults,
    private readonly mark: DataMark,
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
    return this.facts?.isFull ?? false;
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
    const facts = await this.probe.ask().catch((error: unknown) => this.findFaults(error));
    const { lookedAt, runId } = facts;
    if (this.facts === undefined || lookedAt - this.facts.lookedAt > GAP_MS) {
      this.answering = lookedAt;
      this.faults.doubtRights();
    }
    await this.faults.refresh();
    this.facts = facts;
    this.sayProblem();
    this.runs.see(runId);
    await this.mark.compare(runId);
    return facts;
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
