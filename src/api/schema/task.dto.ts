import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PastRevocationDto } from './past-revocation.dto.js';
import { queueNames } from '../../platform/config/queue-names.js';
import { type Priority, priorities } from '../../core/task/priority.js';
import { shownResult, taskJson } from '../../core/task/task-json.js';
import type { TaskSnapshot } from '../../core/task/task-snapshot.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';

export const EXAMPLE_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';

/** What went wrong. */
class ErrorDto {
  @ApiProperty({ example: 'ZeroDivisionError' })
  type!: string;

  @ApiProperty({ example: 'division by zero' })
  message!: string;
}

/** The error that a task shows as its own. */
export class TaskErrorDto extends ErrorDto {
  @ApiPropertyOptional({
    example: 'ZeroDivisionError: division by zero\n    at DivideTask.run (divide.task.js:35:19)',
    description: 'where it was thrown: only from `GET /tasks/{task_id}`, and only for the role admin',
  })
  stack?: string;
}

/** One attempt that failed. */
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

/** The tutorial's answer to a submit. */
export class SubmittedDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  task_id!: string;

  @ApiProperty({ enum: taskStatuses, example: 'PENDING' })
  status!: TaskStatus;
}

/** The tutorial's result: two fields. */
export class ResultDto {
  @ApiProperty({ enum: taskStatuses, example: 'SUCCESS' })
  status!: TaskStatus;

  @ApiProperty({
    type: Object,
    nullable: true,
    example: 5,
    description: "null until the task is final; the error's message for FAILURE",
  })
  result!: unknown;
}

/** A submitted task as the API shows it; `taskJson` makes it. */
export class TaskDto extends SubmittedDto {
  /** The examples tell the life of one task that succeeded. */
  @ApiProperty({ enum: taskStatuses, example: 'SUCCESS' })
  declare status: TaskStatus;

  @ApiProperty({ example: 'math.count-primes' })
  name!: string;

  @ApiProperty({ enum: queueNames, example: 'tasks' })
  queue!: string;

  @ApiProperty({
    type: Object,
    nullable: true,
    example: 78_498,
    description: "null until the task is final; the error's message for FAILURE",
  })
  result!: unknown;

  @ApiPropertyOptional({
    enum: [true],
    description: 'only in lists: the result is over 16 KiB and left out; read the task by its id',
  })
  result_left_out?: true;

  @ApiProperty({
    type: TaskErrorDto,
    nullable: true,
    example: null,
    description: "the last attempt's error; null after a SUCCESS",
  })
  error!: TaskErrorDto | null;

  @ApiProperty({
    type: [AttemptErrorDto],
    example: [],
    description: 'the errors of all attempts that failed, the oldest first',
  })
  errors!: readonly AttemptErrorDto[];

  @ApiProperty({
    type: Object,
    nullable: true,
    example: 100,
    description: "percent, or the task's own object",
  })
  progress!: unknown;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'the attempt that runs, or ran last; 0 before the first',
  })
  attempt!: number;

  @ApiProperty({ type: 'integer', example: 3 })
  max_attempts!: number;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description:
      'how often the process died that executed it, or was away for too long; these attempts are extra',
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
      'when it runs (again) at the earliest; null when it may at once. Kept once it runs or is final',
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
    description: 'not started by then, it is REVOKED',
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
    description: 'the task that submitted it',
  })
  parent_id!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'the first of its line',
  })
  root_id!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'the task that it repeats',
  })
  replay_of!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description:
      'the name of the API key that submitted it, or the first of its line; of a replay, the one that asked for it. ' +
      'Null where there were no keys',
  })
  submitted_by!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: '`expired`, or why it was cancelled; null unless REVOKED',
  })
  revoke_reason!: string | null;

  @ApiProperty({
    type: [PastRevocationDto],
    example: [],
    description: 'earlier revocations, of a task that was run again by hand since; at most ten',
  })
  revocations!: PastRevocationDto[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'since when a running task is asked to stop',
  })
  cancel_requested_at!: string | null;

  /** Without the stack of its error: see `withStack`. */
  static of(snapshot: TaskSnapshot): TaskDto {
    return taskJson(snapshot);
  }
}

/** The task as it is shown to those who may see the code's own words too: where its error was thrown. */
export function withStack(snapshot: TaskSnapshot): TaskDto {
  const task = TaskDto.of(snapshot);
  const { error, errorStack } = snapshot;
  if (error && errorStack) task.error = { type: error.type, message: error.message, stack: errorStack };
  return task;
}

export function resultOf(snapshot: TaskSnapshot): ResultDto {
  return { status: snapshot.status, result: shownResult(snapshot) };
}
