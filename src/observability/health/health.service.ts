import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import {
  HealthCheckService,
  type HealthCheckResult,
  type HealthIndicatorFunction,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { Config } from '../../platform/config/config.js';
import { BrokerHealth } from './broker-health.js';
import { QueueHealth } from './queue-health.js';

const MIB = 1_048_576;

/** Health of this process: for people (`check`), for restarts (`live`) and for traffic (`ready`). */
@Injectable()
export class HealthService {
  private isStopping = false;
  private standstill: (() => string | undefined) | undefined;

  constructor(
    private readonly terminus: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly broker: BrokerHealth,
    private readonly queues: QueueHealth,
    private readonly config: Config,
  ) {}

  /** Checks everything: the broker, memory, and whether each queue is being processed, which is only a warning. */
  async check(): Promise<HealthCheckResult> {
    const queues = this.queues.checks(); // concurrent with the broker's ping: one wait instead of two
    return this.run([() => this.broker.redis(), () => this.broker.clock(), () => this.memory(), ...queues]);
  }

  /** Checks only this process: an unavailable broker is no reason to restart it. Never uses Redis. */
  async live(): Promise<HealthCheckResult> {
    const result = await this.run([() => this.memory(), ...(this.standstill ? [() => this.fetching()] : [])]);
    // A draining process is alive: a restart would take away its shutdown time.
    return result.status === 'shutting_down' && isUp(result) ? { ...result, status: 'ok' } : result;
  }

  /**
   * Whether tasks can be submitted and read: the broker responds and is safe, and this process is not shutting down.
   */
  ready(): Promise<HealthCheckResult> {
    const always = [() => this.broker.redis(), () => this.broker.clock()];
    return this.run([...always, ...(this.isStopping ? [() => this.stopped()] : [])]);
  }

  /** @param problem explains why a worker is stuck and needs a restart; returns undefined if it is not */
  watchPolling(problem: () => string | undefined): void {
    this.standstill = problem;
  }

  /** Marks the process as not ready, so that load balancers stop sending traffic before it stops responding. */
  stopping(): void {
    this.isStopping = true;
  }

  private stopped() {
    return this.indicator.check('process').down({ message: 'the process is stopping' });
  }

  /** Terminus throws a bad result; here it is returned like any other. */
  private async run(indicators: HealthIndicatorFunction[]): Promise<HealthCheckResult> {
    try {
      return await this.terminus.check(indicators);
    } catch (error) {
      // The response of Terminus' exception is the result that it did not return.
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  private memory() {
    const rssMb = Math.round(process.memoryUsage.rss() / MIB);
    const limitMb = this.config.healthMaxRssMb;
    const session = this.indicator.check('memory');
    const facts = { rss_mb: rssMb, limit_mb: limitMb };
    return rssMb <= limitMb
      ? session.up(facts)
      : session.down({ ...facts, message: 'above HEALTH_MAX_RSS_MB' });
  }

  private fetching() {
    const session = this.indicator.check('fetching');
    const problem = this.standstill?.();
    return problem === undefined ? session.up() : session.down(problem);
  }
}

function isUp({ error = {} }: HealthCheckResult): boolean {
  return Object.keys(error).length === 0;
}

/** 200 while the process serves (`degraded` is a warning), otherwise 503. */
export function httpStatusOf({ status }: HealthCheckResult): 200 | 503 {
  return status === 'ok' || status === 'degraded' ? 200 : 503;
}
