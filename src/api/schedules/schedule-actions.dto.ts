import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsBoolean, IsOptional, Length } from 'class-validator';
import { IsTime } from '../../platform/validation/rules/is-time.js';
import { PreviewQuery } from './schedule-queries.dto.js';
import { TickRuleDto } from './schedule-request.dto.js';

/** Body of POST /schedules/preview. */
export class PreviewRequestDto extends IntersectionType(TickRuleDto, PreviewQuery) {
  @ApiPropertyOptional({
    format: 'date-time',
    example: '2027-03-27T12:00:00.000Z',
    description: 'Show the ticks after this time. Default: now',
  })
  @IsOptional()
  @IsTime()
  after?: string;
}

/** Body of POST /schedules/{schedule_id}/pause. */
export class PauseRequestDto {
  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 500,
    example: 'until the database is moved',
    description: 'Shown with the schedule, and kept in the audit log',
  })
  @IsOptional()
  @Length(1, 500)
  note?: string;
}

/** Body of POST /schedules/{schedule_id}/backfill. */
export class BackfillRequestDto {
  @ApiProperty({
    format: 'date-time',
    example: '2026-11-01T00:00:00.000Z',
    description: 'Begin of the period, included',
  })
  @IsTime()
  from!: string;

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-08T00:00:00.000Z',
    description: 'End of the period, included; not in the future. It may have at most 1,000 ticks',
  })
  @IsTime()
  to!: string;

  @ApiPropertyOptional({
    default: true,
    example: false,
    description: '`true`: only list the ticks and submit nothing',
  })
  @IsOptional()
  @IsBoolean()
  dry_run?: boolean;
}
