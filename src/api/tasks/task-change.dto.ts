import { PickType } from '@nestjs/swagger';
import type { TaskChange } from '../../core/act/task-edit.js';
import { Reason } from '../schema/reason.dto.js';
import { SubmitOptionsDto } from '../schema/submit-options.dto.js';
import { OptionalField } from '../schema/fields.js';

/** Body of PATCH /tasks/{task_id}. Omitted fields stay. */
export class ChangeTaskDto extends PickType(SubmitOptionsDto, ['delay_ms', 'priority', 'tags']) {
  @Reason()
  reason?: string;

  @OptionalField.object({
    example: { x: 10, y: 4 },
    description: 'Replaces the whole payload. Defined by the schema of the task type',
  })
  payload?: object;

  @OptionalField.time({
    nullable: true,
    example: '2026-11-24T08:00:00.000Z',
    description: 'Earliest start (RFC 3339); null or a time in the past means now',
  })
  run_at?: string | null;

  @OptionalField.time({
    nullable: true,
    example: '2026-11-24T09:00:00.000Z',
    description: 'Latest start; null means never. Only for a task that has never started',
  })
  expires_at?: string | null;

  static changeOf({ payload, delay_ms, priority, tags, run_at, expires_at }: ChangeTaskDto): TaskChange {
    return {
      payload: payload ?? undefined, // JSON's null counts as omitted
      delayMs: delay_ms ?? undefined,
      priority: priority ?? undefined,
      tags: tags ?? undefined,
      runAt: dateOf(run_at),
      expiresAt: dateOf(expires_at),
    };
  }
}

function dateOf(json: string | null | undefined): Date | null | undefined {
  return typeof json === 'string' ? new Date(json) : json;
}
