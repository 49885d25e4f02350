import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length } from 'class-validator';
import { errorSortings } from '../../core/errors/error-groups.js';
import { type ErrorState, errorStates } from '../../core/errors/error-marks.js';
import type { QueueName } from '../../core/task/queue-name.js';
import { PageCursor, PageLimit } from '../schema/paging.js';
import { ReasonDto } from '../schema/reason.dto.js';
import { Period } from '../schema/period.js';
import { NameFilter, QueueFilter } from '../schema/filters.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';
import { OptionalField } from '../schema/fields.js';

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

  @OptionalField.oneOf(errorStates, {
    example: 'open',
    description: 'Only groups in this state; `open` includes `reopened`',
  })
  state?: ErrorState;

  @OptionalField.oneOf(errorSortings, {
    default: 'last_seen',
    example: 'count',
    description: 'The latest failure first, or the most failures first',
  })
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
  description: 'Shown with the group, and kept in the audit log. Default: the `reason`',
};

/** Body of POST /errors/{fingerprint}/resolve. */
export class ResolveErrorDto extends ReasonDto {
  @ApiPropertyOptional(NOTE)
  @IsOptional()
  @Length(1, 500)
  note?: string;
}

/** Body of POST /errors/{fingerprint}/ignore. */
export class IgnoreErrorDto extends ResolveErrorDto {
  @OptionalField.time({
    example: '2030-01-01T00:00:00.000Z',
    description: 'The group is open again from this time on; in the future. Default: it stays ignored',
  })
  until?: string;
}

/** Body of POST /errors/{fingerprint}/redrive. */
export class RedriveErrorDto extends ReasonDto {
  @OptionalField.flag({
    default: false,
    example: true,
    description: '`true`: only count the tasks; change nothing',
  })
  dry_run?: boolean;

  @OptionalField.text(1, 300, {
    example: `1795507200009.${EXAMPLE_ID}`,
    description: '`next_cursor` of the previous response, to continue with the group',
  })
  cursor?: string;
}
