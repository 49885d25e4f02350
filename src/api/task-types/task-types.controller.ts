import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { TaskTypeDto, TaskTypesDto } from './task-type.dto.js';
import { TaskTypes } from './task-types.js';

/** Lists the task types. Works without the broker. */
@ApiTags('Tasks')
@Controller('task-types')
export class TaskTypesController {
  constructor(private readonly types: TaskTypes) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listTaskTypes',
    summary: 'List the task types with their defaults and JSON Schemas',
  })
  @ApiOkResponse({ type: TaskTypesDto, description: 'All task types' })
  @ApiProblems()
  list(): TaskTypesDto {
    return { items: this.types.all() };
  }

  @Get(':name')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getTaskType', summary: 'Get a task type with its defaults and JSON Schemas' })
  @ApiParam({
    name: 'name',
    description: 'Name of the task type, or a former name',
    example: 'math.divide',
  })
  @ApiOkResponse({ type: TaskTypeDto, description: 'The task type' })
  @ApiProblems('task-type-not-found')
  read(@Param('name') name: string): TaskTypeDto {
    return this.types.get(name);
  }
}
