import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { TaskReader } from '../../core/search/task-reader.js';
import { AcceptsToken } from '../access/tokens/accepts-token.decorator.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { TASK_ID } from '../schema/task-documentation.js';
import { TaskLogDto } from './task-log.dto.js';
import { TransitionDto, TransitionsDto } from './transitions.dto.js';

/** Reads the log and the transitions of a task, from the history once the broker has forgotten it. */
@ApiTags('Tasks')
@Controller('tasks/:task_id')
export class TaskRecordController {
  constructor(private readonly reader: TaskReader) {}

  @Get('logs')
  @RequireRole('viewer')
  @AcceptsToken('task')
  @ApiOperation({ operationId: 'getTaskLogs', summary: 'Get the log lines of a task' })
  @ApiParam(TASK_ID)
  @ApiOkResponse({ type: TaskLogDto, description: 'The lines, oldest first' })
  @ApiProblems('task-not-found', 'broker-unavailable', 'history-unavailable')
  async logs(@Param('task_id') id: string): Promise<TaskLogDto> {
    const found = await this.reader.find(id);
    const { first, lines } = await this.reader.logOf(found);
    return { first, lines: [...lines], ...(found.isArchived && { archived: true }) };
  }

  @Get('transitions')
  @RequireRole('viewer')
  @AcceptsToken('task')
  @ApiOperation({
    operationId: 'getTaskTransitions',
    summary: 'Get the state changes of a task',
    description:
      'Derived from the record of the task: each failed attempt, each revocation, the last start and the end. ' +
      'It lacks attempts that were lost with their worker, or requeued by a stopping worker.',
  })
  @ApiParam(TASK_ID)
  @ApiOkResponse({ type: TransitionsDto, description: 'The changes, oldest first' })
  @ApiProblems('task-not-found', 'broker-unavailable', 'history-unavailable')
  async transitions(@Param('task_id') id: string): Promise<TransitionsDto> {
    const found = await this.reader.find(id);
    const items = (await this.reader.transitionsOf(found)).map((each) => TransitionDto.of(each));
    return { items, ...(found.isArchived && { archived: true }) };
  }
}
