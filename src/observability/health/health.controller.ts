import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { HealthCheckResult } from '@nestjs/terminus';
import type { Response } from 'express';
import { Public } from '../../api/access/require-role.decorator.js';
import { ApiHealth } from './api-health.decorator.js';
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
