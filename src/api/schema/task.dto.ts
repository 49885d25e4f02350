import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { PastRevocationDto } from './past-revocation.dto.js';
import { QUEUE } from './queue-name.js';
import { MaybeTokenDto } from './token.dto.js';
import { type Priority, priorities } from '../../core/task/options/priority.js';
import type { FoundTask } from '../../core/search/task-reader.js';
import { shownResult } from '../../core/task/task-fields.js';
import { type TaskJson, taskJson } from '../../core/task/task-json.js';
import type { TaskSnapshot } from '../../core/task/task-snapshot.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';

export const ARCHIVED =
  'Only from the history: the retention of the task is over, and the broker has forgotten it';

export const EXAMPLE_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';

/** An error with type and message. */
class ErrorDto {
  @ApiProperty({ example: 'ZeroDivisionError' })
  type!: string;

  @ApiProperty({ example: 'division by zero' })
  message!: string;
}

/** The error of a task. */
export class TaskErrorDto extends ErrorDto {
  @ApiPropertyOptional({
    example: 'ZeroDivisionError: division by zero\n    at DivideTask.run (divide.task.js:35:19)',
    description: 'Stack trace; only from `GET /tasks/{task_id}`, and only for the role admin',
  })
  stack?: string;
}

/** A failed attempt. */
export class AttemptErrorDto extends ErrorDto {
  @ApiProperty({ type: 'integer', example: 1 })
  attempt!: number;

  @ApiProperty({ example: 'worker-1' })
  worker!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.004Z' })
  started_at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.009Z' })
  ended_at!: string;
}

/** The tutorial's response to a submit. */
export class SubmittedDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  task_id!: string;

  @ApiProperty({ enum: taskStatuses, example: 'PENDING' })
  status!: TaskStatus;
}

/** The tutorial's result, with two fields. */
export class ResultDto {
  @ApiProperty({ enum: taskStatuses, example: 'SUCCESS' })
  status!: TaskStatus;

  @ApiProperty({
    type: Object,
    nullable: true,
    example: 5,
    description: 'Null until the task is final; the error message for FAILURE',
  })
  result!: unknown;

  @ApiPropertyOptional({ enum: [true], description: ARCHIVED })
  archived?: true;
}

/** A task in API responses, created by `taskJson`. */
export class TaskDto extends IntersectionType(SubmittedDto, MaybeTokenDto) {
  /** The examples together describe one successful task. */
  @ApiProperty({ enum: taskStatuses, example: 'SUCCESS' })
  declare status: TaskStatus;

  @ApiProperty({ example: 'math.count-primes' })
  name!: string;

  @ApiProperty(QUEUE)
  queue!: string;

  @ApiProperty({
    type: Object,
    nullable: true,
    example: 78_498,
    description: 'Null until the task is final; the error message for FAILURE',
  })
  result!: unknown;

  @ApiPropertyOptional({
    enum: [true],
    description: 'Only in lists: the result exceeds 16 KiB and is left out; read the task by its ID',
  })
  result_left_out?: true;

  @ApiProperty({
    type: TaskErrorDto,
    nullable: true,
    example: null,
    description: 'Error of the last attempt; null after SUCCESS',
  })
  error!: TaskErrorDto | null;

  @ApiProperty({
    type: [AttemptErrorDto],
    example: [],
    description: 'Errors of all failed attempts, oldest first',
  })
  errors!: readonly AttemptErrorDto[];

  @ApiProperty({
    type: Object,
    nullable: true,
    example: 100,
    description: 'Percentage, or an object set by the task',
  })
  progress!: unknown;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'Number of the current or last attempt; 0 before the first',
  })
  attempt!: number;

  @ApiProperty({ type: 'integer', example: 3 })
  max_attempts!: number;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description:
      'Times the executing process died or was unreachable for too long; these attempts do not count against ' +
      '`max_attempts`',
  })
  crashes!: number;

  @ApiProperty({ enum: priorities, example: 'normal' })
  priority!: Priority;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.000Z' })
  created_at!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description:
      'Earliest time of the next run; null if it may start at once. Kept when the task runs or is final',
  })
  run_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-24T08:00:00.004Z' })
  started_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-24T08:00:00.009Z' })
  finished_at!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'A task not started by then is REVOKED',
  })
  expires_at!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'worker-1' })
  worker!: string | null;

  @ApiProperty({ type: [String], example: [] })
  tags!: readonly string[];

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'Task that submitted this one',
  })
  parent_id!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'First task in the chain of submits',
  })
  root_id!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'Task that this one replays',
  })
  replay_of!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'Workflow of which the task is a step',
  })
  workflow_id!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'Name of that step' })
  step!: string | null;

  @ApiPropertyOptional({
    type: [String],
    example: ['page'],
    description:
      'Only from `GET /tasks/{task_id}`, for a step that has not started: the steps for which it waits; at most 100',
  })
  waiting_for?: readonly string[];

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'Workflow by which the task has replaced itself; it ends with it',
  })
  replaced_by!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description:
      'Name of the API key that submitted the task, or the first task in its chain of submits; for a replay, the key ' +
      'that requested it. Null if no keys were configured',
  })
  submitted_by!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: '`expired`, or the reason given for the cancellation; null unless REVOKED',
  })
  revoke_reason!: string | null;

  @ApiProperty({
    type: [PastRevocationDto],
    example: [],
    description: 'Earlier revocations, if the task was retried by hand afterwards; at most ten',
  })
  revocations!: PastRevocationDto[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'Time at which the running task was asked to stop',
  })
  cancel_requested_at!: string | null;

  @ApiPropertyOptional({
    type: Object,
    nullable: true,
    description:
      'Only with `include=payload`, for the role admin; `[redacted]` stands for each secret. Null if it is not kept',
  })
  payload?: unknown;

  @ApiPropertyOptional({ enum: [true], description: ARCHIVED })
  archived?: true;

  /** Omits the stack of the error: see `withStack`. */
  static of(snapshot: TaskSnapshot): TaskDto & Record<Exclude<keyof TaskJson, keyof TaskDto>, never> {
    // Does not compile if TaskDto lacks a field of `taskFields`; the compiler names that field.
    return taskJson(snapshot);
  }
}

/** @param isAdmin shows the stack of its error */
export function foundTask(
  { task, isArchived }: Pick<FoundTask, 'task' | 'isArchived'>,
  isAdmin = false,
): TaskDto {
  const shown = isAdmin ? withStack(task) : TaskDto.of(task);
  if (isArchived) shown.archived = true;
  return shown;
}

/** A task with the stack of its error, for clients allowed to see it. */
export function withStack(snapshot: TaskSnapshot): TaskDto {
  const task = TaskDto.of(snapshot);
  const { error, errorStack } = snapshot;
  if (error && errorStack) task.error = { type: error.type, message: error.message, stack: errorStack };
  return task;
}

export function resultOf({ task, isArchived }: FoundTask): ResultDto {
  return { status: task.status, result: shownResult(task), ...(isArchived && { archived: true }) };
}
