import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  type ApiQueryOptions,
  ApiTags,
} from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { TASK_ID } from '../schema/task-documentation.js';
import { TaskDto, foundTask } from '../schema/task.dto.js';
import { AcceptsToken } from '../access/tokens/accepts-token.decorator.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { mayAct, principalOf, refusePayloadBelowAdmin } from '../access/principal.js';
import { BridgedIds } from '../../core/read/bridged-ids.js';
import { Fingerprints } from '../../core/read/fingerprints.js';
import { TaskReader } from '../../core/search/task-reader.js';
import { isTaskId } from '../../core/task/task-id.js';
import { WorkflowStore } from '../../core/workflows/record/workflow-store.js';

/** The parameter `include`. The route has always passed over parameters that it does not know. */
const INCLUDE: ApiQueryOptions = {
  name: 'include',
  required: false,
  schema: { type: 'string', enum: ['payload'], example: 'payload' },
  description: 'Adds the payload, for the role admin only. `[redacted]` stands for each secret in it',
};

/** Reads a task. */
@ApiTags('Tasks')
@Controller('tasks')
export class TaskController {
  constructor(
    private readonly reader: TaskReader,
    private readonly workflows: WorkflowStore,
    private readonly bridgedIds: BridgedIds,
  ) {}

  @Get(':task_id')
  @RequireRole('viewer')
  @AcceptsToken('task')
  @ApiOperation({
    operationId: 'getTask',
    summary: 'Get a task: its status, progress, result or error',
    description:
      'A task that the broker has removed is read from the history, if there is one, and has `archived: true`. A task ' +
      'from Celery is also found by the id that it has in Celery, as long as it is kept in Redis.',
  })
  @ApiParam(TASK_ID)
  @ApiQuery(INCLUDE)
  @ApiOkResponse({ type: TaskDto, description: 'The current task' })
  @ApiProblems('task-not-found', 'validation', 'broker-unavailable', 'history-unavailable')
  async read(
    @Param('task_id') id: string,
    @Query('include') include: string | undefined,
    @Req() request: Request,
  ): Promise<TaskDto> {
    const isAdmin = mayAct(principalOf(request).role, 'admin');
    const withPayload = includesPayload(include);
    if (withPayload) refusePayloadBelowAdmin(principalOf(request));
    const found = await this.reader.find(isTaskId(id) ? id : ((await this.bridgedIds.find(id)) ?? id));
    const shown = foundTask(found, isAdmin);
    if (found.task.error) shown.fingerprint = new Fingerprints().hashOf(found.task);
    const waitingFor = await this.workflows.waitingFor(found.task);
    if (waitingFor) shown.waiting_for = waitingFor;
    if (withPayload) shown.payload = (await this.reader.payloadOf(found)) ?? null;
    return shown;
  }
}

/**
 * True if the payload is asked for.
 *
 * @throws InvalidRequestError for any other value
 */
function includesPayload(include: unknown): boolean {
  if (include === undefined || include === 'payload') return include === 'payload';
  throw new InvalidRequestError([{ parameter: 'include', message: 'include must be payload' }]);
}
