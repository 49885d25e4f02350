import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Transition } from '../../core/history/task-history.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import { ARCHIVED } from '../schema/task.dto.js';
import { NullableField } from '../schema/fields.js';

/** A change of the state of a task. */
export class TransitionDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.004Z' })
  at!: string;

  @ApiProperty({ enum: taskStatuses, example: 'STARTED' })
  status!: TaskStatus;

  @ApiProperty({ type: 'integer', example: 1, description: 'Number of the attempt; 0 before the first' })
  attempt!: number;

  @NullableField.text({
    example: 'worker-1',
    description: 'The worker, or the name of the API key that submitted the task; null if unknown',
  })
  actor!: string | null;

  @NullableField.text({
    example: null,
    description: 'The error of a failed attempt, or the reason of a revocation',
  })
  reason!: string | null;

  static of({ at, status, attempt, actor, reason }: Transition): TransitionDto {
    return { at: isoTime(at), status, attempt, actor, reason };
  }
}

export class TransitionsDto {
  @ApiProperty({ type: [TransitionDto], description: 'Oldest first' })
  items!: TransitionDto[];

  @ApiPropertyOptional({ enum: [true], description: ARCHIVED })
  archived?: true;
}
