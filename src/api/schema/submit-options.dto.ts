import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsNumber,
  IsOptional,
  IsObject,
  Length,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type Priority, priorities } from '../../core/task/priority.js';
import { type Backoff, DEFAULT_BACKOFF } from '../../core/task/retry-policy.js';
import { type Deduplicate, deduplicateModes } from '../../core/task/deduplicate.js';
import { sparseObjectMaker } from '../../core/task/object-maker.js';
import type { OptionRows, SubmitOptions } from '../../core/task/submit-options.js';
import { type Convert, rowsOf } from '../../core/task/task-field.js';
import { type TaskFields, taskFields } from '../../core/task/task-fields.js';
import { YEAR_MS } from '../../platform/validation/rules/bounds.js';
import { IsListOf } from '../../platform/validation/rules/is-list-of.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';
import { IsTime } from '../../platform/validation/rules/is-time.js';
import { NotTogetherWith } from '../../platform/validation/rules/not-together-with.js';

export class BackoffDto {
  @ApiPropertyOptional({ enum: ['fixed', 'exponential'], default: 'exponential' })
  @IsOptional()
  @IsIn(['fixed', 'exponential'])
  type?: 'fixed' | 'exponential';

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: YEAR_MS,
    default: 1_000,
    description: 'Wait after the first failure; `exponential` doubles it after each further one',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(0)
  @Max(YEAR_MS)
  delay_ms?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: YEAR_MS,
    default: 60_000,
    description: 'Upper limit of each wait',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(0)
  @Max(YEAR_MS)
  max_ms?: number;

  @ApiPropertyOptional({
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.5,
    description:
      'Share of each wait that is random, so that tasks that failed together do not retry together',
  })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  jitter?: number;
}

export class DeduplicateDto {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'report-2026-11' })
  @Length(1, 200)
  key!: string;

  @ApiPropertyOptional({
    enum: deduplicateModes,
    default: 'unique',
    description:
      '`unique`: no other task with this key while one is not finished (or for `ttl_ms`). `throttle`: no other for ' +
      '`ttl_ms` after one was stored. `debounce`: a new task within `ttl_ms` replaces the waiting one and restarts ' +
      'the wait; a task that already runs is followed by the newest',
  })
  @IsOptional()
  @IsIn(deduplicateModes)
  mode?: (typeof deduplicateModes)[number];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: YEAR_MS,
    example: 60_000,
    description: 'Required by throttle and debounce',
  })
  @ValidateIf(
    ({ mode, ttl_ms: ttl }: DeduplicateDto) => mode === 'throttle' || mode === 'debounce' || ttl != null,
  )
  @IsSafeInteger()
  @Min(1)
  @Max(YEAR_MS)
  ttl_ms?: number;
}

/** Options of one submit that override those of its task type. */
export class SubmitOptionsDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: YEAR_MS,
    example: 5_000,
    description: 'Delay before the task may start, in ms; not together with `run_at`',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(0)
  @Max(YEAR_MS)
  @NotTogetherWith('run_at')
  delay_ms?: number;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-24T08:00:00.000Z',
    description: 'Earliest start (RFC 3339); a time in the past means now',
  })
  @IsOptional()
  @IsTime()
  run_at?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-24T09:00:00.000Z',
    description: 'Latest start: a task not started by then is REVOKED with `revoke_reason` `expired`',
  })
  @IsOptional()
  @IsTime()
  expires_at?: string;

  @ApiPropertyOptional({ enum: priorities, example: 'high' })
  @IsOptional()
  @IsIn(priorities)
  priority?: Priority;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 100,
    example: 3,
    description: 'Maximum number of executions',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(100)
  attempts?: number;

  @ApiPropertyOptional({ type: BackoffDto, description: 'Wait before each further attempt' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => BackoffDto)
  backoff?: BackoffDto;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: YEAR_MS,
    example: 30_000,
    description: 'Time limit of one attempt',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(YEAR_MS)
  timeout_ms?: number;

  @ApiPropertyOptional({
    type: DeduplicateDto,
    description: 'If an equal task exists, it is returned instead',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DeduplicateDto)
  deduplicate?: DeduplicateDto;

  @ApiPropertyOptional({
    type: [String],
    maxItems: 20,
    example: ['customer-7'],
    description: 'Labels to find the task by',
  })
  @IsOptional()
  @IsListOf(20)
  @Length(1, 100, { each: true })
  tags?: string[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: YEAR_MS,
    example: 86_400_000,
    description: 'Time the result stays readable after the task has finished',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(YEAR_MS)
  retention_ms?: number;

  @ApiPropertyOptional({
    format: 'uri',
    minLength: 1,
    maxLength: 2_048,
    example: 'https://example.com/hooks/reports',
    description:
      'Receives the final task, however it ends, as a signed webhook `task.succeeded`, `task.failed` or ' +
      '`task.revoked`. Must be a public http or https URL; needs WEBHOOK_SECRETS',
  })
  @IsOptional()
  @Length(1, 2_048)
  webhook_url?: string;
}

type DtoType<Name extends keyof OptionRows> = NonNullable<
  SubmitOptionsDto[OptionRows[Name]['option']['json']]
>;

/** How the JSON of an option becomes the option, where it is not the same. */
const FROM_JSON: {
  readonly [Name in keyof OptionRows as DtoType<Name> extends SubmitOptions[Name] ? never : Name]: (
    json: DtoType<Name>,
  ) => SubmitOptions[Name];
} = {
  runAt: dateOf,
  expiresAt: dateOf,
  backoff: backoffOf,
  deduplicate: deduplicateOf,
};

const optionsOf = submitOptionsMaker(taskFields);

/** The only mapping from the options' JSON to the core's options. A missing option falls back to that of the task type. */
export function submitOptionsOf(dto: SubmitOptionsDto | null | undefined): SubmitOptions {
  return dto ? optionsOf(dto) : {};
}

/** Makes the function that reads options by a table. */
export function submitOptionsMaker(fields: TaskFields): (dto: SubmitOptionsDto) => SubmitOptions {
  const converts: Partial<Record<string, (json: never) => unknown>> = FROM_JSON;
  return sparseObjectMaker(
    rowsOf(fields).flatMap(([name, { option }]) =>
      option ? [[name, { at: [option.json], convert: unlessNull(converts[name]) }]] : [],
    ),
  );
}

/** JSON's null counts as left out. */
function unlessNull(convert: ((json: never) => unknown) | undefined) {
  return (json: unknown): unknown => {
    if (json === null || json === undefined) return undefined;
    return convert ? (convert as Convert)(json) : json;
  };
}

function dateOf(json: string): Date {
  return new Date(json);
}

function deduplicateOf({ key, mode, ttl_ms: ttlMs }: DeduplicateDto): Deduplicate {
  return { key, mode: mode ?? 'unique', ...withoutNothing({ ttlMs }) };
}

/** JSON's null counts as omitted. */
function backoffOf(dto: BackoffDto): Backoff {
  const given = { type: dto.type, delayMs: dto.delay_ms, maxMs: dto.max_ms, jitter: dto.jitter };
  return { ...DEFAULT_BACKOFF, ...withoutNothing(given) };
}

function withoutNothing<T extends object>(value: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  const given: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) if (one !== undefined && one !== null) given[name] = one;
  return given as Partial<{ [K in keyof T]: NonNullable<T[K]> }>;
}

/** The field `options` of every submitting body. */
export function OptionalSubmitOptions(description?: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: SubmitOptionsDto, ...(description !== undefined && { description }) }),
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => SubmitOptionsDto),
  );
}
