import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import {
  HealthCheckService,
  type HealthCheckResult,
  type HealthIndicatorFunction,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { Config } from '../../platform/config/config.js';
import { type QueueName, queueNames } from '../../platform/config/queue-names.js';
import { BrokerFaults } from '../../core/broker-state/broker-faults.js';
import { BrokerState } from '../../core/broker-state/broker-state.js';
import { WorkerDirectory } from '../../core/workers/worker-directory.js';
import type { WorkerSnapshot } from '../../core/workers/worker-report.js';
import { QueueTrouble } from './queue-trouble.js';

/** For a probe, a broker that answers later is down. */
const BROKER_TIMEOUT_MS = 800;
const MIB = 1_048_576;
const MEMORY_FULL = 'its memory is nearly full: no new work is taken (MAX_MEMORY_PERCENT)';

/** Health of this process: for people (`check`), for restarts (`live`) and for traffic (`ready`). */
@Injectable()
export class HealthService {
  private isStopping = false;
  private standstill: (() => string | undefined) | undefined;

  constructor(
    private readonly terminus: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly state: BrokerState,
    private readonly faults: BrokerFaults,
    private readonly directory: WorkerDirectory,
    private readonly trouble: QueueTrouble,
    private readonly config: Config,
  ) {}

  /** Checks everything: the broker, memory, and whether each queue is being processed, which is only a warning. */
  async check(): Promise<HealthCheckResult> {
    const workers = this.liveWorkers(); // concurrent with the broker's ping: one wait instead of two
    const queues = queueNames.map((queue) => async () => this.queue(queue, await workers));
    return this.run([() => this.redis(), () => this.clock(), () => this.memory(), ...queues]);
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
    const always = [() => this.redis(), () => this.clock()];
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

  private async redis() {
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

  private async clock() {
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

  private async liveWorkers(): Promise<WorkerSnapshot[] | undefined> {
    return this.directory.live().catch(() => undefined); // problems of the broker are reported by the check `redis`
  }

  private async queue(queue: QueueName, workers: WorkerSnapshot[] | undefined) {
    const session = this.indicator.check(`queue:${queue}`);
    if (workers === undefined) return session.degraded('unknown: the broker is not responding');
    const serving = workers.filter((worker) => serves(worker, queue));
    if (serving.length === 0) return session.degraded({ workers: 0, message: 'no live worker: tasks wait' });
    // Problems of the broker are reported by the check `redis`.
    const message = await this.trouble.find(queue, serving).catch(() => undefined);
    const known = { workers: serving.length };
    return message === undefined ? session.up(known) : session.degraded({ ...known, message });
  }
}

/** True if the worker takes tasks from the queue: an operator may have paused it. */
function serves({ state, queues }: WorkerSnapshot, queue: QueueName): boolean {
  return state === 'online' && queues.some(({ name, isPaused }) => name === queue && !isPaused);
}

function isUp({ error = {} }: HealthCheckResult): boolean {
  return Object.keys(error).length === 0;
}

/** 200 while the process serves (`degraded` is a warning), otherwise 503. */
export function httpStatusOf({ status }: HealthCheckResult): 200 | 503 {
  return status === 'ok' || status === 'degraded' ? 200 : 503;
}
