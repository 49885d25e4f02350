import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BridgedIds } from '../../core/read/bridged-ids.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { FindQuery, FoundDto } from './find.dto.js';
import { Finder } from './finder.js';

/** Finds a resource by its id alone. */
@ApiTags('Search')
@Controller('find')
export class FindController {
  constructor(
    private readonly finder: Finder,
    private readonly bridgedIds: BridgedIds,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'findById',
    summary: 'Find the task, workflow, bulk action, worker, schedule or error that has an ID',
    description:
      '200 with `kind: null` if there is none. For the ID that a task has in Celery, `id` is its ID here.',
  })
  @ApiOkResponse({ type: FoundDto, description: 'The resource' })
  @ApiProblems('validation', 'broker-unavailable', 'history-unavailable')
  async find(@Query() { id }: FindQuery): Promise<FoundDto> {
    const kind = await this.finder.find(id);
    const ours = kind === undefined ? await this.bridgedIds.find(id) : undefined;
    const bridged = ours === undefined ? undefined : await this.finder.find(ours);
    return bridged === undefined || ours === undefined ? FoundDto.of(kind, id) : FoundDto.of(bridged, ours);
  }
}
