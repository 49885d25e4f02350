import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiIdempotent } from '../http/api-idempotent.decorator.js';
import { ApiProblems } from '../http/api-problems.decorator.js';
import { InvalidRequestError } from '../http/invalid-request.js';
import { problemOf } from '../http/problem.filter.js';
import { type NamedTask, TaskQueue } from '../queue/task-queue.js';
import { InvalidInputError, parseDto } from '../validation/parse-dto.js';
import { BatchAnswerDto, BatchDto, BatchItemDto, BatchTaskDto } from './batch.dto.js';
import { submitOptionsOf } from './submit-options.dto.js';

/** Submitting many tasks at once. Stands before TasksController: a task's name has a dot, `batch` has none. */
@ApiTags('Tasks')
@Controller('tasks/batch')
export class BatchController {
  constructor(private readonly taskQueue: TaskQueue) {}

  @Post()
  @ApiOperation({
    summary: 'Submit up to 1,000 tasks at once',
    description:
      'One round trip to the broker for each queue. A bad task fails alone: its item has the problem.',
  })
  @ApiCreatedResponse({ type: BatchAnswerDto, description: 'Each item with a `task_id` is stored' })
  @ApiIdempotent()
  @ApiProblems('validation', 'broker-unavailable')
  async submit(@Body() { tasks }: BatchDto): Promise<BatchAnswerDto> {
    const parsed = tasks.map(parseTask);
    const good = parsed.filter((task): task is NamedTask => !(task instanceof Error));
    const answers = await this.taskQueue.submitManyNamed(good);
    const items = parsed.map((task, i) => itemOf(task instanceof Error ? task : answers.shift(), i));
    return { items };
  }
}

function parseTask(value: unknown, index: number): NamedTask | Error {
  try {
    const { name, payload, options } = parseDto(BatchTaskDto, value, 'the task');
    return { name, payload, options: submitOptionsOf(options) };
  } catch (error) {
    if (error instanceof InvalidInputError) return InvalidRequestError.inBody(error, `/tasks/${index}`);
    throw error;
  }
}

function itemOf(answer: { readonly id: string } | Error | undefined, index: number): BatchItemDto {
  if (answer !== undefined && 'id' in answer && !(answer instanceof Error)) return { task_id: answer.id };
  const error =
    answer instanceof InvalidInputError
      ? InvalidRequestError.inBody(answer, `/tasks/${index}/payload`)
      : answer;
  return { problem: problemOf(error, '/tasks/batch') };
}
