import { ApiProperty } from '@nestjs/swagger';
import { queueNames } from '../config/queue-names.js';
import { type TaskSnapshot, type TaskStatus, taskStatuses } from '../queue/task-snapshot.js';

export const EXAMPLE_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';

export class TaskErrorDto {
  @ApiProperty({ example: 'ZeroDivisionError' })
  type!: string;

  @ApiProperty({ example: 'division by zero' })
  message!: string;
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

/** A submitted task as the API shows it: the one place where a snapshot becomes JSON. */
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

  @ApiProperty({
    type: TaskErrorDto,
    nullable: true,
    example: null,
    description: "the last attempt's error; null after a SUCCESS",
  })
  error!: TaskErrorDto | null;

  @ApiProperty({
    type: Object,
    nullable: true,
    example: 100,
    description: "percent, or the task's own object",
  })
  progress!: unknown;

  @ApiProperty({ type: 'integer', example: 1, description: 'attempts that were started' })
  attempt!: number;

  @ApiProperty({ type: 'integer', example: 3 })
  max_attempts!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-24T08:00:00.004Z' })
  started_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-24T08:00:00.009Z' })
  finished_at!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'worker-1' })
  worker!: string | null;

  static of(snapshot: TaskSnapshot): TaskDto {
    return {
      task_id: snapshot.id,
      name: snapshot.name,
      queue: snapshot.queue,
      status: snapshot.status,
      result: resultOf(snapshot).result,
      error: snapshot.error,
      progress: snapshot.progress,
      attempt: snapshot.attempt,
      max_attempts: snapshot.maxAttempts,
      created_at: new Date(snapshot.createdAt).toISOString(),
      started_at: timeOrNull(snapshot.startedAt),
      finished_at: timeOrNull(snapshot.finishedAt),
      worker: snapshot.worker,
    };
  }
}

export function resultOf({ status, result, error }: TaskSnapshot): ResultDto {
  return { status, result: status === 'FAILURE' ? (error?.message ?? null) : result };
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
