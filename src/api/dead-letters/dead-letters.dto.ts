import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches, ValidateIf } from 'class-validator';
import type { QueueName } from '../../core/task/queue-name.js';
import { NameFilter, QueueFilter } from '../schema/filters.js';
import { PageCursor, PageLimit } from '../schema/paging.js';
import { ReasonDto } from '../schema/reason.dto.js';
import { Problem } from '../problems/problem.js';
import { EXAMPLE_ID, TaskDto } from '../schema/task.dto.js';
import { NullableField, OptionalField } from '../schema/fields.js';
import type { DeadLetterGroup } from '../../core/read/dead-letters.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import { IsListOf } from '../../platform/validation/rules/is-list-of.js';
import { NotTogetherWith } from '../../platform/validation/rules/not-together-with.js';

const MAX_IDS = 1_000;
const EXAMPLE_CURSOR = `1795507200009.${EXAMPLE_ID}`;
const FINGERPRINT = {
  pattern: '^[0-9a-f]{16}$',
  example: '5d41402abc4b2a76',
} as const;

/** Filters of GET /dead-letters. All must match. */
export class DeadLettersQuery {
  @QueueFilter()
  queue?: QueueName;

  @NameFilter()
  name?: string;

  @ApiPropertyOptional({ ...FINGERPRINT, description: 'Only tasks in the group with this fingerprint' })
  @IsOptional()
  @Matches(/^[\da-f]{16}$/)
  fingerprint?: string;

  @OptionalField.oneOf(['true', 'false'], {
    default: 'false',
    example: 'true',
    description: '`true`: return groups of similar errors instead of tasks',
  })
  group?: 'true' | 'false';

  @PageLimit('Tasks per page, or maximum number of groups')
  limit?: number;

  @PageCursor(EXAMPLE_CURSOR, {
    maxLength: 300,
    description: '`next_cursor` of the previous page; groups are not paginated',
  })
  cursor?: string;
}

export class DeadLetterPageDto {
  @ApiProperty({ type: [TaskDto], description: 'Newest first' })
  items!: TaskDto[];

  @NullableField.text({
    example: null,
    description:
      'Cursor of the next page; null on the last page. A page may have fewer than `limit` items and still be followed ' +
      'by another: one request examines at most 10,000 tasks',
  })
  next_cursor!: string | null;
}

/** Dead letters of one task type with the same error: their messages differ in values only. */
export class DeadLetterGroupDto {
  @ApiProperty(FINGERPRINT)
  fingerprint!: string;

  @ApiProperty({ example: 'fetch.store', description: 'Name of the task type' })
  name!: string;

  @ApiProperty({ example: 'OutboundError' })
  error_type!: string;

  @ApiProperty({
    example: 'connect ECONNREFUSED <address>',
    description: 'Error message with its values replaced by placeholders, shortened to 300 characters',
  })
  message_pattern!: string;

  @ApiProperty({ type: 'integer', example: 42 })
  count!: number;

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T08:00:00.009Z',
    description: 'Time at which the first task of the group failed',
  })
  first_at!: string;

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T09:30:00.000Z',
    description: 'Time at which the latest task of the group failed',
  })
  last_at!: string;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID, description: 'Newest task of the group' })
  example_task_id!: string;

  @ApiProperty({
    type: [String],
    example: [EXAMPLE_ID],
    description: 'Newest tasks of the group, at most ten',
  })
  task_ids!: string[];

  static of(group: DeadLetterGroup): DeadLetterGroupDto {
    return {
      fingerprint: group.fingerprint,
      name: group.name,
      error_type: group.errorType,
      message_pattern: group.messagePattern,
      count: group.count,
      first_at: isoTime(group.firstAt),
      last_at: isoTime(group.lastAt),
      example_task_id: group.taskIds[0],
      task_ids: [...group.taskIds],
    };
  }
}

export class DeadLetterGroupsDto {
  @ApiProperty({ type: [DeadLetterGroupDto], description: 'Largest first' })
  groups!: DeadLetterGroupDto[];

  @ApiProperty({
    example: true,
    description:
      'False if there are more groups than `limit`, or more tasks or groups than one request examines (the newest ' +
      '10,000 and 1,000). Counts and times then cover only those',
  })
  is_complete!: boolean;
}

/** Selects dead letters by ids, or a group by its fingerprint. */
export class DeadLetterSelectionDto extends ReasonDto {
  @ApiPropertyOptional({
    type: [String],
    minItems: 1,
    maxItems: MAX_IDS,
    example: [EXAMPLE_ID],
    description: 'IDs of the tasks; give either `task_ids` or `fingerprint`',
  })
  @ValidateIf(({ fingerprint, task_ids: ids }: DeadLetterSelectionDto) => fingerprint == null || ids != null)
  @NotTogetherWith('fingerprint')
  @IsListOf(MAX_IDS, { min: 1, missing: 'give either task_ids, an array of IDs, or fingerprint' })
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  task_ids?: string[];

  @ApiPropertyOptional({
    ...FINGERPRINT,
    description: 'Fingerprint of a group: selects its newest tasks, at most 1,000',
  })
  @IsOptional()
  @Matches(/^[\da-f]{16}$/)
  fingerprint?: string;

  @OptionalField.text(1, 200, {
    example: 'fetch.store',
    description: 'Only tasks of this type within the group',
  })
  @NotTogetherWith('task_ids')
  name?: string;

  @OptionalField.text(1, 300, {
    example: EXAMPLE_CURSOR,
    description: '`next_cursor` of the previous response, to continue with a group',
  })
  @NotTogetherWith('task_ids')
  cursor?: string;
}

/** A task that was not processed, with the reason. */
export class DeadLetterFailureDto {
  @ApiProperty({ example: EXAMPLE_ID })
  task_id!: string;

  @ApiProperty({ type: Problem, description: 'The task does not exist or is no longer FAILURE' })
  problem!: Problem;
}

/** Outcome for each dead letter. */
export class DeadLetterAnswerDto {
  @ApiProperty({ type: [String], example: [EXAMPLE_ID] })
  succeeded!: string[];

  @ApiProperty({ type: [DeadLetterFailureDto], example: [] })
  failed!: DeadLetterFailureDto[];

  @NullableField.text({
    example: null,
    description:
      'Null if all tasks were processed. Otherwise the group may have more: repeat the request with this value as ' +
      '`cursor`. Tasks that have failed again in the meantime are not processed twice',
  })
  next_cursor!: string | null;
}
