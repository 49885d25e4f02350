import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Deploys } from '../../core/workers/deploys.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { DeployDto, DeploysDto } from './deploys.dto.js';

/** Lists the deploys, as marks in charts. */
@ApiTags('Workers')
@Controller('deploys')
export class DeploysController {
  constructor(private readonly deploys: Deploys) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listDeploys',
    summary: 'List the versions of the workers by the time at which they were deployed',
    description:
      'A worker that starts with a version that no other live worker has is a deploy. A rollback is one, too; a restart ' +
      'is not.',
  })
  @ApiOkResponse({ type: DeploysDto, description: 'The last deploys' })
  @ApiProblems('broker-unavailable')
  async list(): Promise<DeploysDto> {
    return { items: (await this.deploys.all()).map((deploy) => DeployDto.of(deploy)) };
  }
}
