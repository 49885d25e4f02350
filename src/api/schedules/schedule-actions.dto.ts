import { IntersectionType } from '@nestjs/swagger';
import { ReasonDto } from '../schema/reason.dto.js';
import { Field, OptionalField } from '../schema/fields.js';
import { PreviewQuery } from './schedule-queries.dto.js';
import { TickRuleDto } from './schedule-request.dto.js';

/** Body of POST /schedules/preview. */
export class PreviewRequestDto extends IntersectionType(TickRuleDto, PreviewQuery) {
  @OptionalField.time({
    example: '2027-03-27T12:00:00.000Z',
    description: 'Show the ticks after this time. Default: now',
  })
  after?: string;
}

/** Body of POST /schedules/{schedule_id}/pause. */
export class PauseRequestDto extends ReasonDto {
  @OptionalField.text(1, 500, {
    example: 'until the database is moved',
    description: 'Shown with the schedule, and kept in the audit log. Default: the `reason`',
  })
  note?: string;
}

/** Body of POST /schedules/{schedule_id}/backfill. */
export class BackfillRequestDto extends ReasonDto {
  @Field.time({ example: '2026-11-01T00:00:00.000Z', description: 'Start of the period, inclusive' })
  from!: string;

  @Field.time({
    example: '2026-11-08T00:00:00.000Z',
    description: 'End of the period, inclusive; not in the future. It may have at most 1,000 ticks',
  })
  to!: string;

  @OptionalField.flag({
    default: true,
    example: false,
    description: '`true`: only list the ticks and submit nothing',
  })
  dry_run?: boolean;
}
