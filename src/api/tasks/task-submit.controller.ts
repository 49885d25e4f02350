import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { TaskQueue } from '../../core/submit/task-queue.js';
import { TaskRegistry } from '../../core/task/task-registry.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { submitContextOf } from '../access/submit-context-of.js';
import { ReadTokens } from '../access/tokens/read-tokens.js';
import { ApiIdempotent } from '../idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { bodyAs } from '../problems/input.pipe.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { submitOptionsOf } from '../schema/submit-options.js';
import { LOCATION, PREFER } from '../schema/task-documentation.js';
import { SUBMITTED_EXAMPLE } from '../schema/task-examples.js';
import { TaskDto } from '../schema/task.dto.js';
import { withToken } from '../schema/token.dto.js';
import { SubmitAnswer } from '../streams/submit-answer.js';
import { SubmitDto } from './submit.dto.js';

/** Submits a task of any type. */
@ApiTags('Tasks')
@Controller('tasks')
export class TaskSubmitController {
  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly answer: SubmitAnswer,
    private readonly registry: TaskRegistry,
    private readonly tokens: ReadTokens,
  ) {}

  @Post(':name')
  @RequireRole('submitter')
  @ApiOperation({ operationId: 'submitTask', summary: 'Submit a task by its name' })
  @ApiBody({ type: SubmitDto })
  @ApiParam({ name: 'name', description: 'Name of the task', example: 'math.divide' })
  @ApiHeader(PREFER)
  @ApiIdempotent()
  @ApiCreatedResponse({
    type: TaskDto,
    description: 'The task is stored',
    headers: LOCATION,
    example: SUBMITTED_EXAMPLE,
  })
  @ApiOkResponse({
    type: TaskDto,
    description: 'The task is final (`Prefer: wait`), or an equal task exists (`deduplicate`)',
    headers: LOCATION,
  })
  @ApiProblems('validation', 'queue-full', 'broker-unavailable')
  async submit(
    @Param('name') name: string,
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TaskDto> {
    // A misspelt name is reported as such, before its payload is checked.
    this.registry.getOpen(name);
    const { payload, options } = bodyAs(SubmitDto, body);
    const task = { name, payload, options: submitOptionsOf(options) };
    const issue = options?.token === true ? await this.tokens.issuerFor(request) : undefined;
    const submitted = await InvalidRequestError.locating('/payload', () =>
      this.taskQueue.submitNamed(task, submitContextOf(request)),
    );
    const shown = TaskDto.of(await this.answer.to(request, response, submitted));
    return withToken(shown, issue, { kind: 'task', id: submitted.id });
  }
}
