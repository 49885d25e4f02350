import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsDefined, IsIn, IsOptional, Length, Matches, ValidateNested } from 'class-validator';
import { OPERATIONS, type QueueName, queueNames } from '../../platform/config/queue-names.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { type BulkVerb, bulkVerbs, possibleStates } from './bulk-step.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';
import { IsTime } from '../../platform/validation/rules/is-time.js';

/** Nothing is done to those that carry out what is done. */
export const reachableQueues = queueNames.filter((name) => name !== OPERATIONS);

/** Which tasks are meant. Several criteria must all fit. */
export class BulkFilterDto {
  @ApiPropertyOptional({ enum: reachableQueues, example: 'tasks' })
  @IsOptional()
  @IsIn(reachableQueues)
  queue?: QueueName;

  @ApiPropertyOptional({
    enum: taskStatuses,
    example: 'FAILURE',
    description:
      'Must be a status that the action applies to. Default: FAILURE for `retry`, every status that is not final for ' +
      '`cancel`, every final status for `delete`',
  })
  @IsOptional()
  @IsIn(taskStatuses)
  status?: TaskStatus;

  @ApiPropertyOptional({ maxLength: 200, example: 'math.divide', description: 'Name of the task type' })
  @IsOptional()
  @Length(1, 200)
  name?: string;

  @ApiPropertyOptional({ maxLength: 100, example: 'customer-7' })
  @IsOptional()
  @Length(1, 100)
  tag?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-25T00:00:00.000Z',
    description: 'Only tasks submitted before this time',
  })
  @IsOptional()
  @IsTime()
  created_before?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-24T00:00:00.000Z',
    description: 'Only tasks submitted at or after this time',
  })
  @IsOptional()
  @IsTime()
  created_after?: string;
}

/** Why something is done, for those who see what came of it. */
export class ReasonDto {
  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 200,
    example: 'the supplier is gone',
    description: 'Kept in the audit log, and as `revoke_reason` of the revoked tasks',
  })
  @IsOptional()
  @Length(1, 200)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'reason must have no line breaks and no control characters' })
  reason?: string;
}

/** What is to be done, as the task that does it is given it. */
export class BulkOrderDto extends ReasonDto {
  @IsIn(bulkVerbs)
  action!: BulkVerb;

  @ApiProperty({ type: BulkFilterDto, description: 'At least one criterion' })
  @IsDefined({ message: 'filter must have at least one criterion' })
  @ValidateNested()
  @Type(() => BulkFilterDto)
  filter!: BulkFilterDto;

  @ApiPropertyOptional({
    default: false,
    example: true,
    description: 'Only count the matching tasks and return a sample; change nothing',
  })
  @IsOptional()
  @IsBoolean()
  dry_run?: boolean;
}

/** What may be ordered with a filter: revoking what waits and purging are for a whole queue, and have routes there. */
const filteredVerbs = ['retry', 'cancel', 'delete'] as const satisfies BulkVerb[];

/** What POST /bulk-actions takes. */
export class BulkActionRequestDto extends BulkOrderDto {
  @ApiProperty({ enum: filteredVerbs, example: 'retry' })
  @IsIn(filteredVerbs)
  declare action: (typeof filteredVerbs)[number];
}

/** @throws InvalidRequestError when a filter asks for nothing, or for what the action is not for */
export function refuseUnfit({ action, filter }: BulkActionRequestDto): void {
  const said = Object.values(filter).filter((value) => value !== undefined && value !== null);
  const { status, created_after: after, created_before: before } = filter;
  const possible = possibleStates(action);
  if (said.length === 0)
    throw invalid('/filter', `give at least one of queue, status, name, tag, created_before, created_after`);
  if (status && !possible.includes(status))
    throw invalid('/filter/status', `${action} applies to ${possible.join(', ')}; got ${status}`);
  if (after && before && Date.parse(after) >= Date.parse(before))
    throw invalid('/filter/created_before', 'created_before must be later than created_after');
}

/** What a route takes that does something to all of a queue: its name once more, so that no other is meant. */
export class ConfirmedDto extends ReasonDto {
  @ApiProperty({
    maxLength: 100,
    example: 'tasks',
    description: 'Name of the queue, repeated as confirmation',
  })
  @Length(1, 100, { message: 'confirm must be the name of the queue' })
  confirm!: string;
}

/** @throws InvalidRequestError that says what was expected */
export function refuseUnconfirmed(queue: QueueName, { confirm }: ConfirmedDto): void {
  if (confirm === queue) return;
  throw invalid('/confirm', `confirm must be "${queue}", the name of the queue; got "${confirm}"`);
}

/** @throws InvalidRequestError for the queue that carries such orders out */
export function refuseOwn(queue: QueueName): void {
  if (queue !== OPERATIONS) return;
  const message =
    `name must be one of ${reachableQueues.join(', ')}: ${OPERATIONS} runs the bulk actions themselves; cancel ` +
    'those one by one';
  throw new InvalidRequestError([{ parameter: 'name', message }]);
}

function invalid(pointer: string, message: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer, message }]);
}
