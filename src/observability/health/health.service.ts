import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, type HealthIndicatorFunction } from '@nestjs/terminus';
import { BrokerHealth } from './broker-health.js';
import { HistoryHealth } from './history-health.js';
import { type CeleryHealth, ProcessHealth } from './process-health.js';
import { QueueHealth } from './queue-health.js';

/** Health of this process: for people (`check`), for restarts (`live`) and for traffic (`ready`). */
@Injectable()
export class HealthService {
  private isStopping = false;
  private standstill: (() => string | undefined) | undefined;
  private celery: readonly HealthIndicatorFunction[] = [];

  constructor(
    private readonly terminus: HealthCheckService,
    private readonly process: ProcessHealth,
    private readonly broker: BrokerHealth,
    private readonly queues: QueueHealth,
    private readonly history: HistoryHealth,
  ) {}

  /**
   * Checks everything: the broker, memory, and as warnings only, whether each queue is being processed and the history
   * keeps up.
   */
  async check(): Promise<HealthCheckResult> {
    const queues = this.queues.checks(); // concurrent with the broker's ping: one wait instead of two
    const always = [() => this.broker.redis(), () => this.broker.clock(), () => this.process.memory()];
    return this.run([...always, ...this.celery, ...this.history.checks(), ...queues]);
  }

  /** Checks only this process: an unavailable broker is no reason to restart it. Never uses Redis. */
  async live(): Promise<HealthCheckResult> {
    const { standstill } = this;
    const fetching = standstill ? [() => this.process.fetching(standstill())] : [];
    const result = await this.run([() => this.process.memory(), ...fetching]);
    // A draining process is alive: a restart would take away its shutdown time.
    return result.status === 'shutting_down' && isUp(result) ? { ...result, status: 'ok' } : result;
  }

  /**
   * Whether tasks can be submitted and read: the broker responds and is safe, and this process is not shutting down.
   */
  ready(): Promise<HealthCheckResult> {
    const always = [() => this.broker.redis(), () => this.broker.clock()];
    return this.run([...always, ...this.celery, ...(this.isStopping ? [() => this.process.stopped()] : [])]);
  }

  /** @param problem explains why a worker is stuck and needs a restart; returns undefined if it is not */
  watchPolling(problem: () => string | undefined): void {
    this.standstill = problem;
  }

  /** @param state of a bridge, which is not ready while Celery's broker is away */
  watchCelery(state: () => CeleryHealth): void {
    this.celery = [() => this.process.celery(state())];
  }

  /** Marks the process as not ready, so that load balancers stop sending traffic before it stops responding. */
  stopping(): void {
    this.isStopping = true;
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
}

function isUp({ error = {} }: HealthCheckResult): boolean {
  return Object.keys(error).length === 0;
}

/** 200 while the process serves (`degraded` is a warning), otherwise 503. */
export function httpStatusOf({ status }: HealthCheckResult): 200 | 503 {
  return status === 'ok' || status === 'degraded' ? 200 : 503;
}
