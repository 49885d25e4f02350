import { ApiProperty } from '@nestjs/swagger';
import type { TaskCount } from '../../core/history/task-history.js';
import type { Looked } from '../../core/search/task-finder.js';
import { isoTimeOrNull } from '../../platform/timing/iso-time.js';
import { NullableField } from '../schema/fields.js';

const RELATIONS = ['exact', 'at_least', 'estimate'] as const;

/** Extent of the search for one page. */
export class LookedDto {
  @ApiProperty({
    example: true,
    description:
      'False if the search ended before the page was full, or a source did not respond. Continue with ' +
      '`next_cursor`, if there is one',
  })
  complete!: boolean;

  @ApiProperty({ type: 'integer', example: 75, description: 'Number of tasks examined in the broker' })
  looked_at!: number;

  @NullableField.time({
    example: null,
    description:
      'Only for an incomplete page: tasks up to this time were examined, in the order of the list. Otherwise null',
  })
  until!: string | null;

  @ApiProperty({
    type: String,
    enum: ['history', 'broker'],
    nullable: true,
    example: null,
    description:
      'The source that did not respond: the page is from the other source alone. Null if both responded',
  })
  missing!: 'history' | 'broker' | null;

  static of({ isComplete, lookedAt, until, missing }: Looked): LookedDto {
    return { complete: isComplete, looked_at: lookedAt, until: isoTimeOrNull(until), missing };
  }
}

/** The number of tasks that match. */
export class TaskCountDto implements TaskCount {
  @ApiProperty({ type: 'integer', example: 1204 })
  value!: number;

  @ApiProperty({ enum: RELATIONS, example: 'exact' })
  relation!: (typeof RELATIONS)[number];
}
