import { Body, Controller, Param, Patch, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { TaskEdit } from '../../core/act/task-edit.js';
import { TaskReader } from '../../core/search/task-reader.js';
import { principalOf, refuseUnlessOwn } from '../access/principal.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { TASK_ID } from '../schema/task-documentation.js';
import { TaskDto } from '../schema/task.dto.js';
import { SUBMITTED_EXAMPLE } from '../schema/task-examples.js';
import { ChangeTaskDto } from './task-change.dto.js';

/** Changes to a task that waits. */
@ApiTags('Tasks')
@Controller('tasks/:task_id')
export class TaskChangeController {
  constructor(
    private readonly tasks: TaskReader,
    private readonly edit: TaskEdit,
  ) {}

  @Patch()
  @RequireRole('submitter')
  @Audited('task.change', 'delay_ms', 'expires_at', 'priority', 'run_at', 'tags')
  @ApiOperation({
    operationId: 'changeTask',
    summary: 'Change the payload, priority, time, expiry or tags of a waiting task',
    description:
      'Changes a PENDING task, or one that waits for its next attempt (RETRY): all given fields or none. The task ' +
      'keeps its ID and its `deduplicate` key. With a new priority it waits behind other tasks of that priority. 409 ' +
      'means that nothing has changed: the task runs, is final or waits for other tasks. The payload of a task of a ' +
      'workflow cannot be changed. A submitter may change the tasks it submitted (`submitted_by`), an ' +
      'operator any task. The response has no payload.',
  })
  @ApiParam(TASK_ID)
  @ApiBody({ type: ChangeTaskDto })
  @ApiOkResponse({ type: TaskDto, description: 'The task is changed', example: SUBMITTED_EXAMPLE })
  @ApiProblems(
    'task-not-found',
    'task-type-not-found',
    'state-conflict',
    'payload-too-large',
    'validation',
    'broker-unavailable',
    'history-unavailable',
  )
  async change(
    @Param('task_id') id: string,
    @Body() body: ChangeTaskDto,
    @Req() request: Request,
  ): Promise<TaskDto> {
    const submitted = async () => (await this.tasks.find(id)).task;
    await refuseUnlessOwn(principalOf(request), submitted, 'change tasks that it submitted');
    const changing = () => this.edit.change(id, ChangeTaskDto.changeOf(body));
    return TaskDto.of(await InvalidRequestError.locating('/payload', changing));
  }
}
