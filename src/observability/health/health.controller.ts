import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { HealthCheckResult } from '@nestjs/terminus';
import type { Response } from 'express';
import { Public, RequireRole } from '../../api/access/require-role.decorator.js';
import { ApiHealth, HEALTH_EXAMPLE } from './api-health.decorator.js';
import { HealthDto } from './health.dto.js';
import { HealthService, httpStatusOf } from './health.service.js';

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @Public()
  @ApiHealth(
    'getHealth',
    'Check the health of the service: broker, memory, history, and a live worker for each queue',
    'redis',
    'clock',
    'memory',
    'history',
    'queue:tasks',
  )
  async check(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return answer(await this.health.check(), response);
  }

  /** For pages that show the health: a browser logs a 503 as an error, although the page has its answer. */
  @Get('report')
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'getHealthReport',
    summary: 'Get the results of all health checks; the status is 200 even if the service is unhealthy',
  })
  @ApiOkResponse({
    type: HealthDto,
    description: 'The checks of `GET /health`; `status` shows whether the service is healthy',
    example: HEALTH_EXAMPLE,
  })
  @Header('Cache-Control', 'no-store')
  report(): Promise<HealthCheckResult> {
    return this.health.check();
  }

  @Get('live')
  @Public()
  @ApiHealth('getLiveness', 'Check whether this process is alive (never uses the broker)', 'memory')
  async live(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return answer(await this.health.live(), response);
  }

  @Get('ready')
  @Public()
  @ApiHealth('getReadiness', 'Check whether this process is ready for traffic', 'redis', 'clock')
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return answer(await this.health.ready(), response);
  }
}

function answer(result: HealthCheckResult, response: Response): HealthCheckResult {
  response.status(httpStatusOf(result));
  return result;
}
