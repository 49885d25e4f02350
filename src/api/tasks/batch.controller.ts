import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiIdempotent } from '../idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { type BatchOutcome, ItemProblems, submitBatch } from '../schema/batch.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { submitOptionsOf } from '../schema/submit-options.js';
import { withToken } from '../schema/token.dto.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ReadTokens } from '../access/tokens/read-tokens.js';
import { submitContextOf } from '../access/submit-context-of.js';
import type { NamedTask } from '../../core/submit/job-preparer.js';
import { TaskQueue } from '../../core/submit/task-queue.js';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { parseDto } from '../../platform/validation/parse-dto.js';
import { BatchAnswerDto, BatchDto, BatchItemDto, BatchTaskDto } from './batch.dto.js';

/**
 * Submits many tasks at once. Registered before TasksController: names of tasks contain a dot, so `batch` is not one.
 */
@ApiTags('Tasks')
@Controller('tasks/batch')
export class BatchController {
  constructor(
    private readonly taskQueue: TaskQueue,
    private readonly tokens: ReadTokens,
  ) {}

  @Post()
  @RequireRole('submitter')
  @ApiOperation({
    operationId: 'submitBatch',
    summary: 'Submit up to 1,000 tasks at once',
    description:
      'Uses one round trip to the broker per queue. An invalid task fails alone: its item contains the problem.',
  })
  @ApiCreatedResponse({ type: BatchAnswerDto, description: 'Each item with a `task_id` is stored' })
  @ApiIdempotent()
  @ApiProblems('validation', 'broker-unavailable')
  async submit(@Body() { tasks }: BatchDto, @Req() request: Request): Promise<BatchAnswerDto> {
    const issue = tasks.some(wantsToken) ? await this.tokens.issuerFor(request) : undefined;
    const outcomes = await submitBatch(this.taskQueue, tasks.map(parseTask), submitContextOf(request));
    const problems = new ItemProblems('/tasks/batch');
    const items = outcomes.map((outcome, index): BatchItemDto => {
      const item = itemOf(outcome, index, problems);
      const { task_id: id } = item;
      return id !== undefined && wantsToken(tasks[index])
        ? withToken(item, issue, { kind: 'task', id })
        : item;
    });
    return { items };
  }
}

/** Of a task that is not checked yet. */
function wantsToken(task: unknown): boolean {
  return (task as BatchTaskDto | null)?.options?.token === true; // any other value is refused, or means none
}

function parseTask(value: unknown, index: number): [NamedTask] | Error {
  try {
    const { name, payload, options } = parseDto(BatchTaskDto, value, 'The submitted task');
    return [{ name, payload, options: submitOptionsOf(options) }];
  } catch (error) {
    if (error instanceof InvalidInputError) return InvalidRequestError.inBody(error, `/tasks/${index}`);
    throw error;
  }
}

function itemOf(outcome: BatchOutcome, index: number, problems: ItemProblems): BatchItemDto {
  if (outcome instanceof Error) return { problem: problems.of(outcome, `/tasks/${index}`, '/payload') };
  return { task_id: outcome[0]?.id };
}
