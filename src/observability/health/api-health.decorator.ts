import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { HealthCheck } from '@nestjs/terminus';
import { HealthDto, healthExample } from './health.dto.js';

/** Example result of each check, healthy and unhealthy. */
const EXAMPLES = {
  redis: [
    { status: 'up', used_mb: 120, max_mb: 1_024 },
    { status: 'down', message: 'timeout of 800ms exceeded' },
  ],
  clock: [
    { status: 'up', skew_ms: 0 },
    { status: 'degraded', message: 'unknown: the broker is not responding' },
  ],
  memory: [
    { status: 'up', rss_mb: 120, limit_mb: 2_048 },
    { status: 'down', rss_mb: 2_100, limit_mb: 2_048, message: 'above HEALTH_MAX_RSS_MB' },
  ],
  // only with HISTORY_URL
  history: [
    { status: 'up', lag_seconds: 1, lag_tasks: 12 },
    {
      status: 'degraded',
      lag_seconds: 420,
      lag_tasks: 31_000,
      message: 'behind: finished tasks are recorded late',
    },
  ],
  // one for each queue
  'queue:tasks': [
    { status: 'up', workers: 1 },
    { status: 'degraded', message: 'unknown: the broker is not responding' },
  ],
} as const;

/** A healthy service, with all checks. */
export const HEALTH_EXAMPLE = exampleOf(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[], 0);

/**
 * A route of /health: never cached, and documented by our own schema. Terminus' schema is that of a database, and is
 * shown only if Terminus can `require` the Swagger package.
 *
 * @param checks the checks of the route, for its examples
 */
export function ApiHealth(
  operationId: string,
  summary: string,
  ...checks: (keyof typeof EXAMPLES)[]
): MethodDecorator {
  return applyDecorators(
    HealthCheck({ noCache: true, swaggerDocumentation: false }),
    ApiOperation({ operationId, summary }),
    ApiOkResponse({
      type: HealthDto,
      description: 'Healthy: `ok`, or `degraded` if something needs attention',
      example: exampleOf(checks, 0),
    }),
    ApiServiceUnavailableResponse({
      type: HealthDto,
      description: 'Unhealthy: `error` with the failed checks, or `shutting_down`',
      example: exampleOf(checks, 1),
    }),
  );
}

function exampleOf(checks: readonly (keyof typeof EXAMPLES)[], which: 0 | 1): HealthDto {
  return healthExample(Object.fromEntries(checks.map((name) => [name, EXAMPLES[name][which]])));
}
