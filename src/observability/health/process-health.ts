import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { Config } from '../../platform/config/config.js';

const MIB = 1_048_576;

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

  stopped() {
    return this.indicator.check('process').down({ message: 'the process is stopping' });
  }
}
