import { ApiProperty } from '@nestjs/swagger';
import { PageCursor, PageLimit } from '../schema/paging.js';
import { EXAMPLE_ID, TaskErrorDto } from '../schema/task.dto.js';
import { type BulkVerb, bulkVerbs } from './bulk-step.js';
import { type TaskStatus, isFinal, taskStatuses } from '../../core/task/task-status.js';
import { isoTime, isoTimeOrNull } from '../../platform/timing/iso-time.js';
import type { BulkAction } from './bulk-actions.js';
import { BulkFilterDto } from './bulk-order.dto.js';
import { percentOf } from './bulk-tally.js';

export const EXAMPLE_BULK_ID = '01939a10-4c00-7b1e-8f21-6a5d4c3b2a10';

/** What GET /bulk-actions takes. */
export class BulkActionsQuery {
  @PageLimit('bulk actions a page')
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

/** Something that is done to many tasks. Its id is that of the task that does it, in the queue `operations`. */
export class BulkActionDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_BULK_ID })
  bulk_action_id!: string;

  @ApiProperty({ enum: bulkVerbs, example: 'retry' })
  action!: BulkVerb;

  @ApiProperty({ type: BulkFilterDto })
  filter!: BulkFilterDto;

  @ApiProperty({ example: false })
  dry_run!: boolean;

  @ApiProperty({ type: String, nullable: true, example: null })
  reason!: string | null;

  @ApiProperty({
    enum: taskStatuses,
    example: 'PENDING',
    description: 'RETRY: its worker died or the broker was away; it goes on where it was. REVOKED: aborted',
  })
  status!: TaskStatus;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100, example: 0, description: 'percent' })
  progress!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'tasks of any kind that were looked at' })
  looked_at!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'tasks that the filter fits' })
  matched!: number;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'tasks that it was done to; a running one that was told to stop counts',
  })
  done!: number;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'tasks that had moved on when their turn came, and were left alone',
  })
  skipped!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'tasks to which it could not be done' })
  failed!: number;

  @ApiProperty({ type: [BulkErrorDto], description: 'of the first ten that failed' })
  errors!: BulkErrorDto[];

  @ApiProperty({ type: [String], example: [EXAMPLE_ID], description: 'the first twenty that matched' })
  sample!: string[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'ops',
    description: 'the name of the key; null where there are no keys',
  })
  requested_by!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-25T07:30:00.000Z' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  started_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  finished_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  cancel_requested_at!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'why it was aborted' })
  revoke_reason!: string | null;

  @ApiProperty({
    type: TaskErrorDto,
    nullable: true,
    example: null,
    description: 'why it did not get to its end',
  })
  error!: TaskErrorDto | null;

  static of({ task, order, tally }: BulkAction): BulkActionDto {
    const { lookedAt, matched, done, skipped, failed, sample } = tally;
    return {
      bulk_action_id: task.id,
      action: order.action,
      filter: order.filter,
      dry_run: order.dry_run ?? false,
      reason: order.reason ?? null,
      status: task.status,
      progress: progressOf(tally, task.status),
      looked_at: lookedAt,
      ...{ matched, done, skipped, failed },
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
  @ApiProperty({ type: [BulkActionDto], description: 'the newest first; kept for a week' })
  items!: BulkActionDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'for the next page; null at the end',
  })
  next_cursor!: string | null;
}

/** Where nothing is noted yet nothing is known, and not everything done. */
function progressOf(tally: BulkAction['tally'], status: TaskStatus): number {
  if (status === 'SUCCESS') return 100;
  return tally.cursor === null && !isFinal(status) ? 0 : percentOf(tally);
}
