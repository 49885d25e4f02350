import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { FoundTask } from '../../core/search/task-reader.js';
import { shownResult } from '../../core/task/task-fields.js';
import { type TaskStatus, taskStatuses } from '../../core/task/task-status.js';
import { ARCHIVED } from './task.dto.js';

/** The tutorial's result, with two fields. */
export class ResultDto {
  @ApiProperty({ enum: taskStatuses, example: 'SUCCESS' })
  status!: TaskStatus;

  @ApiProperty({
    type: Object,
    nullable: true,
    example: 5,
    description: 'Null until the task is final; the error message for FAILURE',
  })
  result!: unknown;

  @ApiPropertyOptional({ enum: [true], description: ARCHIVED })
  archived?: true;
}

export function resultOf({ task, isArchived }: FoundTask): ResultDto {
  return { status: task.status, result: shownResult(task), ...(isArchived && { archived: true }) };
}
