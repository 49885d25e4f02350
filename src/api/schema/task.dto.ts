import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { BridgeOriginDto } from './bridge-origin.dto.js';
import { PastRevocationDto } from './past-revocation.dto.js';
import { QUEUE } from './queue-name.js';
import { AttemptErrorDto, TaskErrorDto } from './task-error.dto.js';
import { MaybeTokenDto } from './token.dto.js';
import { type Priority, priorities } from '../../core/task/options/priority.js';
import type { ColumnValue } from '../../core/task/listed/task-columns.js';
import type { FoundTask } from '../../core/search/task-reader.js';
import { type TaskJson, taskJson } from '../../core/task/task-json.js';
import type { TaskSnapshot } from '../../core/task/task-snapshot.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';
import { NullableField } from './fields.js';

export const ARCHIVED =
  'Only from the history: the retention of the task is over, and the broker has removed it';

export const EXAMPLE_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';

/** The tutorial's response to a submit. */
export class SubmittedDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  task_id!: string;

  @ApiProperty({ enum: taskStatuses, example: 'PENDING' })
  status!: TaskStatus;
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

  @NullableField.nested(TaskErrorDto, {
    example: null,
    description: 'Error of the last attempt; null after SUCCESS',
  })
  error!: TaskErrorDto | null;

  @ApiPropertyOptional({
    example: '5d41402abc4b2a76',
    description:
      'Only from `GET /tasks/{task_id}`, with an error: its group. `GET /errors/{fingerprint}` shows it, and the ' +
      'query `fingerprint:…` finds its tasks',
  })
  fingerprint?: string;

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

  @NullableField.time({
    example: null,
    description:
      'Earliest time of the next run; null if it may start at once. Kept when the task runs or is final',
  })
  run_at!: string | null;

  @NullableField.time({ example: '2026-11-24T08:00:00.004Z' })
  started_at!: string | null;

  @NullableField.time({ example: '2026-11-24T08:00:00.009Z' })
  finished_at!: string | null;

  @NullableField.time({ example: null, description: 'A task not started by then is REVOKED' })
  expires_at!: string | null;

  @NullableField.text({ example: 'worker-1' })
  worker!: string | null;

  @ApiProperty({ type: [String], example: [] })
  tags!: readonly string[];

  @NullableField.text({ format: 'uuid', example: null, description: 'Task that submitted this one' })
  parent_id!: string | null;

  @NullableField.text({ format: 'uuid', example: null, description: 'First task in the chain of submits' })
  root_id!: string | null;

  @NullableField.text({ format: 'uuid', example: null, description: 'Task that this one replays' })
  replay_of!: string | null;

  @NullableField.text({ format: 'uuid', example: null, description: 'Workflow of which the task is a step' })
  workflow_id!: string | null;

  @NullableField.text({ example: null, description: 'Name of that step' })
  step!: string | null;

  @ApiPropertyOptional({
    type: [String],
    example: ['page'],
    description:
      'Only from `GET /tasks/{task_id}`, for a step that has not started: the steps that it waits for; at most 100',
  })
  waiting_for?: readonly string[];

  @NullableField.text({
    format: 'uuid',
    example: null,
    description: 'Workflow that has replaced the task; the task ends when it ends',
  })
  replaced_by!: string | null;

  @NullableField.text({
    example: null,
    description:
      'Name of the API key that submitted the task, or the first task in its chain of submits; for a replay, the key ' +
      'that requested it. Null if no keys were configured',
  })
  submitted_by!: string | null;

  @NullableField.text({ example: null, description: 'ID of its trace; null: not traced' })
  trace_id!: string | null;

  @NullableField.nested(BridgeOriginDto, { example: null, description: 'Null for any other task' })
  bridge!: BridgeOriginDto | null;

  @NullableField.text({
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

  @NullableField.time({ example: null, description: 'Time at which the running task was asked to stop' })
  cancel_requested_at!: string | null;

  @ApiPropertyOptional({
    type: Object,
    nullable: true,
    description:
      'Only with `include=payload`, for the role admin; `[redacted]` stands for each secret. Null if it is not kept',
  })
  payload?: unknown;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
    example: { 'customer.id': 'c-7' },
    description:
      'Only with `include=columns`, for the role admin: the fields of the payload that the task type declares as ' +
      '`columns`, by their paths. Long values are cut. A missing field is null, and so are all if the payload is ' +
      'not kept',
  })
  columns?: Record<string, ColumnValue>;

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
