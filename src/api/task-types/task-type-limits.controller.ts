import { Body, Controller, Param, Patch, Put, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { TypeControl } from '../../core/queues/type-control.js';
import type { LimitsChange } from '../../core/queues/type-limits-record.js';
import { TaskRegistry } from '../../core/task/task-registry.js';
import { principalOf, shownName } from '../access/principal.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { ApiReason, ReasonDto } from '../schema/reason.dto.js';
import { TaskLimitsChangeDto } from './task-type-change.dto.js';
import { TASK_TYPE_NAME, TaskTypeDto } from './task-type.dto.js';
import { TaskTypes } from './task-types.js';

/** Changes the limits of task types at run time. */
@ApiTags('Task types')
@Controller('task-types')
export class TaskTypeLimitsController {
  constructor(
    private readonly types: TaskTypes,
    private readonly control: TypeControl,
    private readonly registry: TaskRegistry,
  ) {}

  @Patch(':name')
  @RequireRole('operator')
  @Audited('task-type.limit', 'rate', 'timeout_ms', 'concurrency', 'paused')
  @ApiOperation({
    operationId: 'limitTaskType',
    summary: 'Limit the start rate, run time or concurrency of a task type across all workers, or pause it',
    description:
      'Omitted limits stay unchanged; null returns to what the code declares. Workers apply a change within a ' +
      'second. It holds until it is changed again, even across restarts.',
  })
  @ApiParam(TASK_TYPE_NAME)
  @ApiOkResponse({ type: TaskTypeDto, description: 'The task type with its new limits' })
  @ApiProblems('validation', 'task-type-not-found', 'broker-unavailable')
  limit(
    @Param('name') name: string,
    @Body() change: TaskLimitsChangeDto,
    @Req() request: Request,
  ): Promise<TaskTypeDto> {
    return this.change(name, TaskLimitsChangeDto.changeOf(change), request, change.reason);
  }

  @Put(':name/pause')
  @RequireRole('operator')
  @Audited('task-type.pause')
  @ApiOperation({
    operationId: 'pauseTaskType',
    summary: 'Pause a task type',
    description:
      'Running tasks continue, and new ones are accepted and wait. Other types of the queue are not affected. The ' +
      'type stays paused until it is resumed, even across restarts.',
  })
  @ApiParam(TASK_TYPE_NAME)
  @ApiReason()
  @ApiOkResponse({ type: TaskTypeDto, description: 'The task type is paused' })
  @ApiProblems('validation', 'task-type-not-found', 'broker-unavailable')
  pause(
    @Param('name') name: string,
    @Body() { reason }: ReasonDto,
    @Req() request: Request,
  ): Promise<TaskTypeDto> {
    return this.change(name, { paused: true }, request, reason);
  }

  @Put(':name/resume')
  @RequireRole('operator')
  @Audited('task-type.resume')
  @ApiOperation({
    operationId: 'resumeTaskType',
    summary: 'Resume a paused task type',
    description: 'Waiting tasks start by priority, before tasks that were submitted to the queue later.',
  })
  @ApiParam(TASK_TYPE_NAME)
  @ApiReason()
  @ApiOkResponse({ type: TaskTypeDto, description: 'The task type is not paused' })
  @ApiProblems('validation', 'task-type-not-found', 'broker-unavailable')
  resume(@Param('name') name: string, @Body() _: ReasonDto, @Req() request: Request): Promise<TaskTypeDto> {
    return this.change(name, { paused: false }, request);
  }

  private async change(
    given: string,
    change: LimitsChange,
    request: Request,
    reason?: string,
  ): Promise<TaskTypeDto> {
    const { options } = this.registry.getOpen(given);
    const own = await this.control.change(options, change, shownName(principalOf(request)), reason);
    return this.types.get(options.name, new Map([[options.name, own]]));
  }
}
