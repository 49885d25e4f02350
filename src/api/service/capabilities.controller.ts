import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Histories } from '../../core/history/task-history.js';
import { Config } from '../../platform/config/config.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { CapabilitiesDto } from './capabilities.dto.js';

/** Tells clients what they can ask for. Needs neither the broker nor the history. */
@ApiTags('Operations')
@Controller('capabilities')
export class CapabilitiesController {
  constructor(
    private readonly histories: Histories,
    private readonly config: Config,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'getCapabilities',
    summary: 'Get what this installation supports',
    description: 'Lets a client avoid requests that would be refused.',
  })
  @ApiOkResponse({ type: CapabilitiesDto, description: 'The supported features' })
  @ApiProblems()
  read(): CapabilitiesDto {
    return CapabilitiesDto.of(this.histories.get() !== undefined, this.config.traceUrl);
  }
}
