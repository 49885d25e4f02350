import { ApiProperty } from '@nestjs/swagger';
import { Length } from 'class-validator';
import { type Sorting, sortings } from '../../core/history/task-history.js';
import { MAX_QUERY_LENGTH } from '../../core/query/parse/parse-query.js';
import { QUERY } from '../search/task-selection.dto.js';
import { OptionalField } from '../schema/fields.js';

const orders = ['asc', 'desc'] as const;

/** Body of PUT /views/{name}. */
export class ViewRequestDto {
  @ApiProperty(QUERY)
  @Length(0, MAX_QUERY_LENGTH)
  q!: string;

  @OptionalField.oneOf(sortings, { default: 'created', example: 'created' })
  sort?: Sorting;

  @OptionalField.oneOf(orders, { default: 'desc', example: 'desc' })
  order?: (typeof orders)[number];

  @OptionalField.flag({
    default: false,
    example: false,
    description: 'True: every client sees it; this requires the role operator',
  })
  shared?: boolean;
}

/** A saved query. */
export class ViewDto {
  @ApiProperty({ example: 'failed fetches' })
  name!: string;

  @ApiProperty(QUERY)
  q!: string;

  @ApiProperty({ enum: sortings, example: 'created' })
  sort!: Sorting;

  @ApiProperty({ enum: orders, example: 'desc' })
  order!: (typeof orders)[number];

  @ApiProperty({ example: false })
  shared!: boolean;

  @ApiProperty({ example: 'ops', description: 'Name of the API key that saved it first' })
  owner!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-25T07:30:00.000Z' })
  updated_at!: string;
}

export class ViewsDto {
  @ApiProperty({ type: [ViewDto], description: 'Own and shared ones, by name' })
  items!: ViewDto[];
}
