import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import type { Counted, ErrorGroup, ErrorPage } from '../../core/errors/error-groups.js';
import { type ErrorMark, type ErrorState, errorStates } from '../../core/errors/error-marks.js';
import type { FailurePlaces } from '../../core/errors/failure-places.js';
import { fingerprintOfTask } from '../../core/read/fingerprints.js';
import { isoTime, isoTimeOrNull } from '../../platform/timing/iso-time.js';
import { DeadLetterAnswerDto } from '../dead-letters/dead-letters.dto.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';
import { NullableField } from '../schema/fields.js';
import { cursorOf } from './error-cursor.js';
import { EXAMPLE_FINGERPRINT } from './error-requests.dto.js';

/** An operator's decision about a group. */
export class ErrorDecisionDto {
  @ApiProperty({ enum: ['resolved', 'ignored'], example: 'resolved' })
  decision!: ErrorMark['kind'];

  @ApiProperty({ format: 'date-time', example: '2026-11-24T10:00:00.000Z' })
  at!: string;

  @ApiProperty({ example: 'ops', description: 'Name of the API key; `anonymous` if no keys are configured' })
  by!: string;

  @NullableField.text({ example: 'fixed in 1.4.2' })
  note!: string | null;

  @NullableField.time({ example: null })
  until!: string | null;

  static of({ kind, at, by, note, until }: ErrorMark): ErrorDecisionDto {
    return { decision: kind, at: isoTime(at), by, note, until: isoTimeOrNull(until) };
  }
}

/** Failures of one task type with the same error: their messages differ in values only. */
export class ErrorGroupDto {
  @ApiProperty({
    example: EXAMPLE_FINGERPRINT,
    description: 'Identifies the group: the same for the same task type, error type and message pattern',
  })
  fingerprint!: string;

  @ApiProperty({ example: 'fetch.store', description: 'Name of the task type' })
  name!: string;

  @ApiProperty({ type: [String], example: ['fetch'], description: 'Queues of the tasks' })
  queues!: string[];

  @ApiProperty({ example: 'FetchError' })
  error_type!: string;

  @ApiProperty({
    example: 'connect ECONNREFUSED <address>',
    description: 'Error message with its values replaced by placeholders, shortened to 300 characters',
  })
  message_pattern!: string;

  @ApiProperty({
    enum: errorStates,
    example: 'open',
    description:
      '`open`: no decision, or the time until which it was ignored is over. `reopened`: it has occurred again ' +
      'after it was resolved',
  })
  state!: ErrorState;

  @NullableField.nested(ErrorDecisionDto, {
    example: null,
    description: 'The last decision about the group; null if there is none',
  })
  decision!: ErrorDecisionDto | null;

  @ApiProperty({ type: 'integer', example: 42, description: 'Number of failed tasks in the counted period' })
  count!: number;

  @ApiProperty({
    type: [Number],
    example: [0, 0, 40, 2],
    description: 'Number of failed tasks in each of 24 equal parts of the counted period, oldest first',
  })
  counts!: number[];

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T08:00:00.009Z',
    description: 'Time at which the first known task of the group failed, even before the counted period',
  })
  first_seen_at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T09:30:00.000Z' })
  last_seen_at!: string;

  @ApiProperty({
    type: [String],
    example: ['1.4.1'],
    description:
      'Versions of the workers on which the tasks failed, in the order of the first failure. Without a history only ' +
      'those of workers that still run, or were lost within a day',
  })
  versions!: string[];

  @ApiProperty({
    type: [String],
    example: [EXAMPLE_ID],
    description: 'Newest tasks of the group, newest first, at most ten',
  })
  task_ids!: string[];

  static of(group: ErrorGroup): ErrorGroupDto {
    return {
      fingerprint: group.fingerprint,
      name: group.name,
      queues: [...group.queues],
      error_type: group.error.type,
      message_pattern: fingerprintOfTask(group).pattern,
      state: group.state,
      decision: group.mark ? ErrorDecisionDto.of(group.mark) : null,
      count: group.count,
      counts: [...group.counts],
      first_seen_at: isoTime(group.firstAt),
      last_seen_at: isoTime(group.lastAt),
      versions: [...group.versions],
      task_ids: [...group.taskIds],
    };
  }
}

/** The counted period, and its source. */
export class CountedDto {
  @ApiProperty({
    format: 'date-time',
    example: '2026-11-23T10:00:00.000Z',
    description: 'Start of the counted period, which ends now',
  })
  from!: string;

  @ApiProperty({
    type: 'number',
    example: 3_600_000,
    description: 'Length of the period of each of `counts`',
  })
  counts_step_ms!: number;

  @ApiProperty({
    enum: ['broker', 'history'],
    example: 'broker',
    description: '`broker`: tasks whose retention in Redis is not over. `history`: these and all older ones',
  })
  source!: Counted['source'];

  @ApiProperty({
    example: true,
    description:
      'False if there are more failures or groups than one request examines (the newest 10,000 in Redis, and 1,000 ' +
      'groups), or if the history did not answer. Counts and times then cover only those',
  })
  is_complete!: boolean;

  static of({ from, stepMs, source, isComplete }: Counted): CountedDto {
    return { from: isoTime(from), counts_step_ms: stepMs, source, is_complete: isComplete };
  }
}

/** A group, with the counted period. */
export class OneErrorDto extends IntersectionType(ErrorGroupDto, CountedDto) {
  static ofOne(group: ErrorGroup, counted: Counted): OneErrorDto {
    return Object.assign(ErrorGroupDto.of(group), CountedDto.of(counted));
  }
}

export class ErrorsDto extends CountedDto {
  @ApiProperty({ type: [ErrorGroupDto] })
  items!: ErrorGroupDto[];

  @NullableField.text({ example: null, description: 'Cursor of the next page; null on the last page' })
  next_cursor!: string | null;

  static ofPage(page: ErrorPage): ErrorsDto {
    return Object.assign(CountedDto.of(page), {
      items: page.items.map((group) => ErrorGroupDto.of(group)),
      next_cursor: page.next && cursorOf(page.next),
    });
  }
}

/** Outcome for each task of a group that can run again, and the number of those that cannot. */
export class ErrorRedriveDto extends DeadLetterAnswerDto {
  @ApiProperty({ example: false })
  dry_run!: boolean;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description:
      'Failed tasks that can run again: all of them in a dry run, otherwise those of this response',
  })
  matched!: number;

  @NullableField.integer({
    example: 0,
    description:
      'Failed tasks that only the history holds: they cannot run again, but `POST /tasks/{task_id}/replay` can ' +
      'submit them anew. Null without a history, and with a cursor',
  })
  archived!: number | null;

  @ApiProperty({
    example: true,
    description: 'False if more tasks exist than a request examines: the numbers are then lower bounds',
  })
  is_complete!: boolean;

  static ofRun(answer: DeadLetterAnswerDto, places: FailurePlaces | undefined): ErrorRedriveDto {
    const matched = answer.succeeded.length + answer.failed.length;
    return Object.assign(answer, { dry_run: false, matched, ...rest(places) });
  }

  static ofDryRun(places: FailurePlaces): ErrorRedriveDto {
    const nothing = { succeeded: [], failed: [], next_cursor: null };
    return { ...nothing, dry_run: true, matched: places.inBroker, ...rest(places) };
  }
}

function rest(places: FailurePlaces | undefined): Pick<ErrorRedriveDto, 'archived' | 'is_complete'> {
  return { archived: places?.archived ?? null, is_complete: places?.isComplete ?? true };
}
