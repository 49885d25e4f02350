import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { TASK_ID } from '../schema/task-documentation.js';
import { TaskExplanation } from '../../core/why/task-explanation.js';
import { TaskWhyDto } from './task-why.dto.js';

/** Explains a task's state. */
@ApiTags('Tasks')
@Controller('tasks')
export class TaskWhyController {
  constructor(private readonly explanation: TaskExplanation) {}

  @Get(':task_id/why')
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'explainTask',
    summary: 'Explain why a task waits',
    description:
      'Lists everything that the task waits for, and what would end each wait: other steps of its workflow, its ' +
      'time, a paused queue, limits, busy or missing workers, tasks ahead of it. Also explains a running task ' +
      '(since when, on which worker, until which time limit) and a final one.',
  })
  @ApiParam(TASK_ID)
  @ApiOkResponse({ type: TaskWhyDto, description: 'The reasons' })
  @ApiProblems('task-not-found', 'broker-unavailable')
  async why(@Param('task_id') id: string): Promise<TaskWhyDto> {
    return TaskWhyDto.of(await this.explanation.explain(id));
  }
}
