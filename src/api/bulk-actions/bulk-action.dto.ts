import { ApiProperty } from '@nestjs/swagger';
import { PageCursor, PageLimit } from '../schema/paging.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';
import { TaskErrorDto } from '../schema/task-error.dto.js';
import { NullableField } from '../schema/fields.js';
import { type BulkVerb, bulkVerbs } from './bulk-step.js';
import { isFinal, looksIntoPayloads, type TaskStatus, taskStatuses } from '../../core/index.js';
import { isoTime, isoTimeOrNull } from '../../platform/timing/iso-time.js';
import type { BulkAction } from './bulk-actions.js';
import { BulkFilterDto } from './bulk-order.dto.js';
import { percentOf } from './bulk-tally.js';

export const EXAMPLE_BULK_ID = '01939a10-4c00-7b1e-8f21-6a5d4c3b2a10';

/** Query of GET /bulk-actions. */
export class BulkActionsQuery {
  @PageLimit('Bulk actions per page')
  limit?: number;

  @PageCursor(EXAMPLE_BULK_ID)
  cursor?: string;
}

class BulkErrorDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  task_id!: string;

  @ApiProperty({ example: 'A receiver of webhooks is not set up' })
  message!: string;
}

/** An action on many tasks. Its id is that of the task that performs it, in the queue `operations`. */
export class BulkActionDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_BULK_ID })
  bulk_action_id!: string;

  @ApiProperty({ enum: bulkVerbs, example: 'retry' })
  action!: BulkVerb;

  @NullableField.nested(BulkFilterDto, {
    example: { queue: 'tasks', status: 'FAILURE' },
    description: 'Null for an action by query',
  })
  filter!: BulkFilterDto | null;

  @NullableField.text({
    example: null,
    description:
      'The query; null for an action by filter or by `dry_run_id`. Only admins see a query on payloads, others null',
  })
  q!: string | null;

  @NullableField.text({ format: 'uuid', example: null, description: 'The dry run whose tasks are acted on' })
  dry_run_id!: string | null;

  @ApiProperty({ example: false })
  dry_run!: boolean;

  @NullableField.text({ example: null })
  reason!: string | null;

  @ApiProperty({
    enum: taskStatuses,
    example: 'PENDING',
    description:
      'RETRY: its worker died or the broker was unavailable; the action resumes where it stopped. REVOKED: aborted',
  })
  status!: TaskStatus;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100, example: 0, description: 'Percentage' })
  progress!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'Tasks examined so far, of any kind' })
  looked_at!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'Tasks that match the filter or the query' })
  matched!: number;

  @ApiProperty({
    example: false,
    description: 'True if more than 100,000 tasks match the query: only the newest of these are acted on',
  })
  truncated!: boolean;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'Tasks the action was applied to, including running tasks that were asked to stop',
  })
  done!: number;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'Tasks skipped because their state changed before their turn',
  })
  skipped!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'Tasks the action failed on' })
  failed!: number;

  @ApiProperty({ type: [BulkErrorDto], description: 'Errors of the first ten failed tasks' })
  errors!: BulkErrorDto[];

  @ApiProperty({
    type: [String],
    example: [EXAMPLE_ID],
    description: 'IDs of the first twenty matching tasks',
  })
  sample!: string[];

  @NullableField.text({ example: 'ops', description: 'Name of the API key; null if no keys are configured' })
  requested_by!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-25T07:30:00.000Z' })
  created_at!: string;

  @NullableField.time({ example: null })
  started_at!: string | null;

  @NullableField.time({ example: null })
  finished_at!: string | null;

  @NullableField.time({ example: null })
  cancel_requested_at!: string | null;

  @NullableField.text({ example: null, description: 'Reason for the abort' })
  revoke_reason!: string | null;

  @NullableField.nested(TaskErrorDto, {
    example: null,
    description: 'Error that prevented the action from completing',
  })
  error!: TaskErrorDto | null;

  /** @param seesPayloads false for a client that must not learn them from the query, either */
  static of({ task, order, tally }: BulkAction, seesPayloads: boolean): BulkActionDto {
    const { lookedAt, matched, done, skipped, failed, sample } = tally;
    return {
      bulk_action_id: task.id,
      action: order.action,
      filter: order.filter ?? null,
      q: shownQuery(order, seesPayloads),
      dry_run_id: order.dry_run_id ?? null,
      dry_run: order.dry_run ?? false,
      reason: order.reason ?? null,
      status: task.status,
      progress: progressOf(tally, task.status),
      looked_at: lookedAt,
      ...{ matched, done, skipped, failed },
      truncated: tally.isCut ?? false,
      errors: tally.errors.map(({ taskId, message }) => ({ task_id: taskId, message })),
      sample,
      requested_by: task.submittedBy,
      created_at: isoTime(task.createdAt),
      started_at: isoTimeOrNull(task.startedAt),
      finished_at: isoTimeOrNull(task.finishedAt),
      cancel_requested_at: isoTimeOrNull(task.cancelRequestedAt),
      revoke_reason: task.revokeReason,
      error: task.error,
    };
  }
}

export class BulkActionsDto {
  @ApiProperty({ type: [BulkActionDto], description: 'Newest first; kept for a week' })
  items!: BulkActionDto[];

  @NullableField.text({ example: null, description: 'Cursor of the next page; null on the last page' })
  next_cursor!: string | null;
}

function shownQuery(
  { q, sees_payloads: didSeePayloads }: BulkAction['order'],
  seesPayloads: boolean,
): string | null {
  if (typeof q !== 'string') return null;
  return didSeePayloads && !seesPayloads && looksIntoPayloads(q) ? null : q;
}

/** Without a checkpoint nothing is known yet, which is 0 %, not 100 %. */
function progressOf(tally: BulkAction['tally'], status: TaskStatus): number {
  if (status === 'SUCCESS') return 100;
  return tally.cursor === null && !isFinal(status) ? 0 : percentOf(tally);
}
