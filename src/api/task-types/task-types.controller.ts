import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { TypeLimits } from '../../core/queues/type-limits.js';
import { TASK_TYPE_NAME, TaskTypeDto, TaskTypesDto } from './task-type.dto.js';
import { TaskTypes } from './task-types.js';

/** Lists the task types. Works without the broker, with the limits last known. */
@ApiTags('Task types')
@Controller('task-types')
export class TaskTypesController {
  constructor(
    private readonly types: TaskTypes,
    private readonly limits: TypeLimits,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listTaskTypes',
    summary: 'List the task types with their defaults, limits and JSON Schemas',
  })
  @ApiOkResponse({ type: TaskTypesDto, description: 'All task types' })
  @ApiProblems()
  async list(): Promise<TaskTypesDto> {
    return { items: this.types.all(await this.limits.all()) };
  }

  @Get(':name')
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'getTaskType',
    summary: 'Get a task type with its defaults, limits and JSON Schemas',
  })
  @ApiParam(TASK_TYPE_NAME)
  @ApiOkResponse({ type: TaskTypeDto, description: 'The task type' })
  @ApiProblems('task-type-not-found')
  async read(@Param('name') name: string): Promise<TaskTypeDto> {
    return this.types.get(name, await this.limits.all());
  }
}
