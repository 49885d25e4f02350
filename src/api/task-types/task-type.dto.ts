import { ApiProperty } from '@nestjs/swagger';
import { QUEUE } from '../schema/queue-name.js';
import { NullableField } from '../schema/fields.js';
import { TaskLimitsDto, TaskRateLimitDto, TaskTypePauseDto } from './task-type-limits.dto.js';
import { type Priority, priorities } from '../../core/task/options/priority.js';

/** The path parameter of the routes for one task type. */
export const TASK_TYPE_NAME = {
  name: 'name',
  description: 'Name of the task type, or a former name',
  example: 'math.divide',
};

const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;

export class TaskBackoffDto {
  @ApiProperty({ enum: ['fixed', 'exponential'], example: 'exponential' })
  type!: 'fixed' | 'exponential';

  @ApiProperty({ type: 'integer', example: 1_000, description: 'Wait after the first failure' })
  delay_ms!: number;

  @ApiProperty({ type: 'integer', example: 60_000, description: 'Upper limit of each wait' })
  max_ms!: number;

  @ApiProperty({ type: 'number', example: 0.5, description: 'Share of each wait that is random' })
  jitter!: number;
}

/** Options that apply unless a submit overrides them. */
export class TaskDefaultsDto {
  @ApiProperty({ type: 'integer', example: 3, description: 'Maximum number of executions' })
  attempts!: number;

  @ApiProperty({ type: TaskBackoffDto, description: 'Wait between attempts' })
  backoff!: TaskBackoffDto;

  @NullableField.integer({ example: null, description: 'Time limit of one attempt; null if none' })
  timeout_ms!: number | null;

  @ApiProperty({ enum: priorities, example: 'normal' })
  priority!: Priority;

  @ApiProperty({ type: 'integer', example: 86_400_000, description: 'Time the result stays readable' })
  retention_ms!: number;

  @ApiProperty({
    enum: ['inline', 'thread'],
    example: 'inline',
    description:
      "Whether the task runs in the worker's main thread or in a separate one; a submit cannot change it",
  })
  isolation!: 'inline' | 'thread';

  @NullableField.nested(TaskRateLimitDto, {
    example: null,
    description: 'Null if none; a submit cannot change it',
  })
  rate_limit!: TaskRateLimitDto | null;
}

/** A task type that can be submitted. */
export class TaskTypeDto {
  @ApiProperty({ example: 'math.divide', description: 'Name for `POST /tasks/{name}`' })
  name!: string;

  @ApiProperty({ type: [String], example: [], description: 'Former names, which remain valid' })
  aliases!: readonly string[];

  @ApiProperty({ example: 'Divide x by y' })
  summary!: string;

  @ApiProperty(QUEUE)
  queue!: string;

  @ApiProperty({ type: TaskDefaultsDto })
  defaults!: TaskDefaultsDto;

  @ApiProperty({
    type: TaskLimitsDto,
    description: 'Current limits: those in `defaults`, or those that operators have set instead',
  })
  limits!: TaskLimitsDto;

  @ApiProperty({ example: false, description: 'True while no worker starts tasks of this type' })
  paused!: boolean;

  @NullableField.nested(TaskTypePauseDto, {
    example: null,
    description: 'Time, key and reason of the pause; null if the type is not paused',
  })
  pause!: TaskTypePauseDto | null;

  @ApiProperty({
    type: [String],
    example: [],
    description: 'Secret payload fields: encrypted at rest and never shown',
  })
  redact!: readonly string[];

  @ApiProperty({
    type: [String],
    example: [],
    description: 'Payload fields to show in lists of its tasks: see `include=columns` of GET /tasks',
  })
  columns!: readonly string[];

  @ApiProperty({
    ...ANY_OBJECT,
    example: { type: 'object', properties: { x: { type: 'integer' }, y: { type: 'integer' } } },
    description: 'Self-contained JSON Schema',
  })
  payload_schema!: Readonly<Record<string, unknown>>;

  @ApiProperty({
    ...ANY_OBJECT,
    example: { type: 'number' },
    description: 'Self-contained JSON Schema; `{}` accepts any JSON',
  })
  result_schema!: Readonly<Record<string, unknown>>;

  @ApiProperty({
    ...ANY_OBJECT,
    nullable: true,
    example: { x: 10, y: 2 },
    description: 'A valid payload; null if none is given',
  })
  example!: object | null;
}

export class TaskTypesDto {
  @ApiProperty({ type: [TaskTypeDto], description: 'Ordered by name' })
  items!: TaskTypeDto[];
}
