import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, Length } from 'class-validator';
import { errorSortings } from '../../core/errors/error-groups.js';
import { type ErrorState, errorStates } from '../../core/errors/error-marks.js';
import type { QueueName } from '../../core/task/queue-name.js';
import { IsTime } from '../../platform/validation/rules/is-time.js';
import { PageCursor, PageLimit } from '../schema/paging.js';
import { Period } from '../schema/period.js';
import { NameFilter, QueueFilter } from '../schema/filters.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';

export const EXAMPLE_FINGERPRINT = '5d41402abc4b2a76';
const EXAMPLE_CURSOR = `1795507200009.${EXAMPLE_FINGERPRINT}`;

/** Query of GET /errors/{fingerprint}. */
export class ErrorWindowQuery {
  @Period('24h', 'Count the failures of this period, which ends now. Default: 24h; at most 400d')
  window?: string;
}

/** Filters of GET /errors. All must match. */
export class ErrorsQuery extends ErrorWindowQuery {
  @QueueFilter('Only failures in this queue')
  queue?: QueueName;

  @NameFilter()
  name?: string;

  @ApiPropertyOptional({
    enum: errorStates,
    example: 'open',
    description: 'Only groups in this state; `open` includes `reopened`',
  })
  @IsOptional()
  @IsIn(errorStates)
  state?: ErrorState;

  @ApiPropertyOptional({
    enum: errorSortings,
    default: 'last_seen',
    example: 'count',
    description: 'The latest failure first, or the most failures first',
  })
  @IsOptional()
  @IsIn(errorSortings)
  sort?: (typeof errorSortings)[number];

  @PageLimit('Groups per page')
  limit?: number;

  @PageCursor(EXAMPLE_CURSOR)
  cursor?: string;
}

const NOTE = {
  minLength: 1,
  maxLength: 500,
  example: 'fixed in 1.4.2',
  description: 'Shown with the group, and kept in the audit log',
};

/** Body of POST /errors/{fingerprint}/resolve. */
export class ResolveErrorDto {
  @ApiPropertyOptional(NOTE)
  @IsOptional()
  @Length(1, 500)
  note?: string;
}

/** Body of POST /errors/{fingerprint}/ignore. */
export class IgnoreErrorDto extends ResolveErrorDto {
  @ApiPropertyOptional({
    format: 'date-time',
    example: '2030-01-01T00:00:00.000Z',
    description: 'The group is open again from this time on; in the future. Default: it stays ignored',
  })
  @IsOptional()
  @IsTime()
  until?: string;
}

/** Body of POST /errors/{fingerprint}/redrive. */
export class RedriveErrorDto {
  @ApiPropertyOptional({
    default: false,
    example: true,
    description: '`true`: only count the tasks; change nothing',
  })
  @IsOptional()
  @IsBoolean()
  dry_run?: boolean;

  @ApiPropertyOptional({
    maxLength: 300,
    example: `1795507200009.${EXAMPLE_ID}`,
    description: '`next_cursor` of the previous response, to continue with the group',
  })
  @IsOptional()
  @Length(1, 300)
  cursor?: string;
}
