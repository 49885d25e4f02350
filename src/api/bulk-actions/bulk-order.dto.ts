import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsUUID, Length, ValidateNested } from 'class-validator';
import { OPERATIONS } from './operations-queue.js';
import { Reason } from '../schema/reason.dto.js';
import { IsQueueName, QUEUE } from '../schema/queue-name.js';
import { Field, OptionalField } from '../schema/fields.js';
import {
  MAX_QUERY_LENGTH,
  type KnownQueues,
  type QueueName,
  type TaskStatus,
  taskStatuses,
} from '../../core/index.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { type BulkVerb, bulkVerbs, possibleStates } from './bulk-step.js';

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

  @OptionalField.oneOf(taskStatuses, {
    example: 'FAILURE',
    description:
      'Must be a status that the action applies to. Default: FAILURE for `retry`, every status that is not final for ' +
      '`cancel`, every final status for `delete`',
  })
  status?: TaskStatus;

  @OptionalField.text(1, 200, { example: 'math.divide', description: 'Name of the task type' })
  name?: string;

  @OptionalField.text(1, 100, { example: 'customer-7' })
  tag?: string;

  @OptionalField.time({
    example: '2026-11-25T00:00:00.000Z',
    description: 'Only tasks submitted before this time',
  })
  created_before?: string;

  @OptionalField.time({
    example: '2026-11-24T00:00:00.000Z',
    description: 'Only tasks submitted at or after this time',
  })
  created_after?: string;
}

/** The reason for an action on tasks, shown with its outcome. */
export class TasksReasonDto {
  @Reason('Kept in the audit log, and as `revoke_reason` of the revoked tasks')
  reason?: string;
}

class BulkSelectionDto extends TasksReasonDto {
  @ApiPropertyOptional({
    type: BulkFilterDto,
    nullable: true,
    description: 'At least one criterion. Or give `q`',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => BulkFilterDto)
  filter?: BulkFilterDto;

  @OptionalField.text(1, MAX_QUERY_LENGTH, {
    example: 'status:FAILURE name:fetch.* created:>-2h',
    description:
      'Query instead of a filter; see docs/queries.md. The matching tasks, up to 100,000, are determined before the ' +
      'first one is changed. `retry` and `cancel` act on tasks in the broker, `delete` also on those in the history',
  })
  q?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    example: '01939a10-4c00-7b1e-8f21-6a5d4c3b2a10',
    description:
      'Instead of a query: ID of a dry run by query of the same action that ended at most an hour ago. The action ' +
      'applies to exactly the tasks that the dry run found',
  })
  @IsOptional()
  @IsUUID()
  dry_run_id?: string;

  @OptionalField.flag({
    default: false,
    example: true,
    description: 'Only count the matching tasks and return a sample; change nothing',
  })
  dry_run?: boolean;
}

/** The payload of a bulk action's task. */
export class BulkOrderDto extends BulkSelectionDto {
  @IsIn(bulkVerbs)
  action!: BulkVerb;

  /** True if the client may search in payloads. */
  @IsOptional()
  @IsBoolean()
  sees_payloads?: boolean;
}

/** Actions available with a filter. Revoking waiting tasks and purging apply to a whole queue and have routes there. */
const filteredVerbs = ['retry', 'cancel', 'delete'] as const satisfies BulkVerb[];

/** Body of POST /bulk-actions. */
export class BulkActionRequestDto extends BulkSelectionDto {
  @Field.oneOf(filteredVerbs, { example: 'retry' })
  action!: (typeof filteredVerbs)[number];
}

/**
 * @throws InvalidRequestError unless there is one selection, for an empty filter, or a status that the action does not
 *   apply to
 */
export function refuseUnfit({
  action,
  filter,
  q,
  dry_run_id: fixed,
  dry_run: isDry,
}: BulkActionRequestDto): void {
  const selections = [filter, q, fixed].filter(Boolean);
  const [pointer] = [fixed && '/dry_run_id', q && '/q'].filter(Boolean);
  if (selections.length > 1 && pointer) throw invalid(pointer, 'give only one of filter, q and dry_run_id');
  if (fixed && isDry) throw invalid('/dry_run', 'a dry run cannot be of another dry run');
  if (pointer === undefined) refuseUnfitFilter(action, filter);
}

function refuseUnfitFilter(action: BulkVerb, filter: BulkFilterDto | null = null): void {
  if (filter === null) throw invalid('/filter', 'filter must have at least one criterion');
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
export class ConfirmedDto extends TasksReasonDto {
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
