import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsDefined, IsIn, IsOptional, Length, Matches, ValidateNested } from 'class-validator';
import { OPERATIONS } from './operations-queue.js';
import { IsQueueName, QUEUE } from '../schema/queue-name.js';
import { type KnownQueues, type QueueName, type TaskStatus, taskStatuses } from '../../core/index.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { type BulkVerb, bulkVerbs, possibleStates } from './bulk-step.js';
import { IsTime } from '../../platform/validation/rules/is-time.js';

/** The queues that bulk actions apply to: never the one that runs them. */
export function reachableQueues({ names }: KnownQueues): readonly QueueName[] {
  return names.filter((name) => name !== OPERATIONS);
}

/** Selects tasks. All given criteria must match. */
export class BulkFilterDto {
  @ApiPropertyOptional({ ...QUEUE, not: { enum: [OPERATIONS] } })
  @IsOptional()
  @IsQueueName()
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

/** The reason for an action, shown with its outcome. */
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

/** The payload of a bulk action's task. */
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

/** Actions available with a filter. Revoking waiting tasks and purging apply to a whole queue and have routes there. */
const filteredVerbs = ['retry', 'cancel', 'delete'] as const satisfies BulkVerb[];

/** Body of POST /bulk-actions. */
export class BulkActionRequestDto extends BulkOrderDto {
  @ApiProperty({ enum: filteredVerbs, example: 'retry' })
  @IsIn(filteredVerbs)
  declare action: (typeof filteredVerbs)[number];
}

/** @throws InvalidRequestError for an empty filter, or a status that the action does not apply to */
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

/** Body of routes that act on a whole queue: the queue's name is repeated as confirmation. */
export class ConfirmedDto extends ReasonDto {
  @ApiProperty({
    maxLength: 100,
    example: 'tasks',
    description: 'Name of the queue, repeated as confirmation',
  })
  @Length(1, 100, { message: 'confirm must be the name of the queue' })
  confirm!: string;
}

/** @throws InvalidRequestError with a message that states what was expected */
export function refuseUnconfirmed(queue: QueueName, { confirm }: ConfirmedDto): void {
  if (confirm === queue) return;
  throw invalid('/confirm', `confirm must be "${queue}", the name of the queue; got "${confirm}"`);
}

/** @throws InvalidRequestError for the queue that runs bulk actions */
export function refuseOwn(queue: QueueName, known: KnownQueues): void {
  if (queue !== OPERATIONS) return;
  const message =
    `name must be one of ${reachableQueues(known).join(', ')}: ${OPERATIONS} runs the bulk actions themselves; cancel ` +
    'those one by one';
  throw new InvalidRequestError([{ parameter: 'name', message }]);
}

function invalid(pointer: string, message: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer, message }]);
}
