import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { Config } from '../../platform/config/config.js';

const MIB = 1_048_576;

/** State of a bridge's connections to Celery. */
export interface CeleryHealth {
  /** Prevents the bridge from its work; undefined if nothing does. */
  readonly problem: string | undefined;
  /** Delays a part of its work; undefined if nothing does. */
  readonly warning: string | undefined;
}

/** Checks this process alone, without Redis or PostgreSQL. */
@Injectable()
export class ProcessHealth {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly config: Config,
  ) {}

  memory() {
    const rssMb = Math.round(process.memoryUsage.rss() / MIB);
    const limitMb = this.config.healthMaxRssMb;
    const session = this.indicator.check('memory');
    const facts = { rss_mb: rssMb, limit_mb: limitMb };
    return rssMb <= limitMb
      ? session.up(facts)
      : session.down({ ...facts, message: 'above HEALTH_MAX_RSS_MB' });
  }

  /** @param problem explains why the worker is stuck; undefined if it is not */
  fetching(problem: string | undefined) {
    const session = this.indicator.check('fetching');
    return problem === undefined ? session.up() : session.down(problem);
  }

  /** @param state of the bridge's connections */
  celery({ problem, warning }: CeleryHealth) {
    const session = this.indicator.check('celery');
    if (problem !== undefined) return session.down(problem);
    return warning === undefined ? session.up() : session.degraded(warning);
  }

  stopped() {
    return this.indicator.check('process').down({ message: 'the process is stopping' });
  }
}
