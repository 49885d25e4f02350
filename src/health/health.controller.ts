import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult } from '@nestjs/terminus';
import type { Response } from 'express';
import { HealthService, httpStatusOf } from './health.service.js';

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @HealthCheck()
  @ApiOperation({ summary: 'How the service is: broker, memory, and a live worker for each queue' })
  async check(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return answer(await this.health.check(), response);
  }

  @Get('live')
  @HealthCheck()
  @ApiOperation({ summary: 'Whether this process should be left running. Never touches the broker' })
  async live(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return answer(await this.health.live(), response);
  }

  @Get('ready')
  @HealthCheck()
  @ApiOperation({ summary: 'Whether this process should be given traffic' })
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return answer(await this.health.ready(), response);
  }
}

function answer(result: HealthCheckResult, response: Response): HealthCheckResult {
  response.status(httpStatusOf(result));
  return result;
}
