import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { BrokerFaults } from '../../core/broker-state/broker-faults.js';
import { BrokerState } from '../../core/broker-state/broker-state.js';

/** For a probe, a broker that answers later is down. */
const BROKER_TIMEOUT_MS = 800;
const MIB = 1_048_576;
const MEMORY_FULL = 'memory is nearly full: submits are refused (MAX_MEMORY_PERCENT)';

/** Checks the broker: whether it responds, keeps what it is given, and agrees on the time. */
@Injectable()
export class BrokerHealth {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly state: BrokerState,
    private readonly faults: BrokerFaults,
  ) {}

  async redis() {
    const session = this.indicator.check('redis');
    const looked = await this.look('redis');
    const { facts, policyProblem, lossProblem, isFull } = this.state;
    const { rightsProblem, keysProblem } = this.faults;
    const problem = rightsProblem ?? policyProblem;
    if (problem !== undefined) return session.down(problem);
    if (looked.redis.status !== 'up' || facts === undefined) return looked;
    const memory = { used_mb: Math.round(facts.usedBytes / MIB), max_mb: Math.round(facts.maxBytes / MIB) };
    const message = keysProblem ?? lossProblem ?? (isFull ? MEMORY_FULL : undefined);
    return message === undefined ? session.up(memory) : session.degraded({ ...memory, message });
  }

  async clock() {
    const session = this.indicator.check('clock');
    const looked = await this.look('clock');
    if (looked.clock.status !== 'up') return session.degraded('unknown: the broker is not responding');
    const { facts, clockProblem } = this.state;
    const skew = { skew_ms: facts?.skewMs ?? 0 };
    return clockProblem === undefined ? session.up(skew) : session.down({ ...skew, message: clockProblem });
  }

  /** `up` if the broker responds. Concurrent callers share one check. */
  private look<Key extends string>(key: Key) {
    const looking = async () => {
      await this.state.look();
    };
    return this.indicator.check(key).attempt(looking).withTimeout(BROKER_TIMEOUT_MS);
  }
}
