import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { queueNames } from '../../platform/config/queue-names.js';
import { type Priority, priorities } from '../../core/task/priority.js';

const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;

export class TaskBackoffDto {
  @ApiProperty({ enum: ['fixed', 'exponential'], example: 'exponential' })
  type!: 'fixed' | 'exponential';

  @ApiProperty({ type: 'integer', example: 1_000, description: 'wait after the first failure' })
  delay_ms!: number;

  @ApiProperty({ type: 'integer', example: 60_000, description: 'no wait is longer' })
  max_ms!: number;

  @ApiProperty({ type: 'number', example: 0.5, description: 'share of each wait that is random' })
  jitter!: number;
}

/** At most `max` starts in `duration_ms`, across all workers. */
export class TaskRateLimitDto {
  @ApiProperty({ type: 'integer', example: 10 })
  max!: number;

  @ApiProperty({ type: 'integer', example: 1_000 })
  duration_ms!: number;

  @ApiPropertyOptional({
    example: 'customer_id',
    description:
      'a field of the payload, each value of which has its own limit, or `a function of the payload`; left out ' +
      'where the limit is that of all tasks of the type together',
  })
  key?: string;
}

/** What holds for a task where its submit says nothing else. */
export class TaskDefaultsDto {
  @ApiProperty({ type: 'integer', example: 3, description: 'executions at most' })
  attempts!: number;

  @ApiProperty({ type: TaskBackoffDto, description: 'the wait between attempts' })
  backoff!: TaskBackoffDto;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: null,
    description: 'time limit of one attempt; null: none',
  })
  timeout_ms!: number | null;

  @ApiProperty({ enum: priorities, example: 'normal' })
  priority!: Priority;

  @ApiProperty({ type: 'integer', example: 86_400_000, description: 'how long the result stays readable' })
  retention_ms!: number;

  @ApiProperty({
    enum: ['inline', 'thread'],
    example: 'inline',
    description: "whether it runs in the worker's own thread or in another; a submit cannot change it",
  })
  isolation!: 'inline' | 'thread';

  @ApiProperty({
    type: TaskRateLimitDto,
    nullable: true,
    example: null,
    description: 'null: none; a submit cannot change it',
  })
  rate_limit!: TaskRateLimitDto | null;
}

/** A task that can be submitted. */
export class TaskTypeDto {
  @ApiProperty({ example: 'math.divide', description: 'for `POST /tasks/{name}`' })
  name!: string;

  @ApiProperty({ type: [String], example: [], description: 'names that it had before, and still has' })
  aliases!: readonly string[];

  @ApiProperty({ example: 'Divides x by y' })
  summary!: string;

  @ApiProperty({ enum: queueNames, example: 'tasks' })
  queue!: string;

  @ApiProperty({ type: TaskDefaultsDto })
  defaults!: TaskDefaultsDto;

  @ApiProperty({
    type: [String],
    example: [],
    description: 'fields of the payload that are secret: encrypted where they are stored, and never shown',
  })
  redact!: readonly string[];

  @ApiProperty({
    ...ANY_OBJECT,
    example: { type: 'object', properties: { x: { type: 'integer' }, y: { type: 'integer' } } },
    description: 'JSON Schema that stands alone',
  })
  payload_schema!: Readonly<Record<string, unknown>>;

  @ApiProperty({
    ...ANY_OBJECT,
    example: { type: 'number' },
    description: 'JSON Schema that stands alone; `{}` is any JSON',
  })
  result_schema!: Readonly<Record<string, unknown>>;

  @ApiProperty({
    ...ANY_OBJECT,
    nullable: true,
    example: { x: 10, y: 2 },
    description: 'a payload that works; null where none is shown',
  })
  example!: object | null;
}

export class TaskTypesDto {
  @ApiProperty({ type: [TaskTypeDto], description: 'ordered by name' })
  items!: TaskTypeDto[];
}
