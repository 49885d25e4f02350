import { ApiProperty } from '@nestjs/swagger';
import { MAX_QUERY_LENGTH } from '../../core/query/parse/parse-query.js';
import { NullableField, OptionalField } from '../schema/fields.js';

const KINDS = ['field', 'path', 'value'] as const;

/** Query of GET /tasks/suggest. */
export class SuggestQuery {
  @OptionalField.text(0, MAX_QUERY_LENGTH, {
    example: 'status:FAI',
    description: 'The query as written so far, even with mistakes. Default: empty',
  })
  q?: string;

  @OptionalField.integer(0, MAX_QUERY_LENGTH, {
    example: 10,
    description: 'Position of the cursor, from 0, in UTF-16 units. Default: the end',
  })
  cursor?: number;
}

class SuggestionDto {
  @ApiProperty({ enum: KINDS, example: 'value' })
  kind!: (typeof KINDS)[number];

  @ApiProperty({
    example: 'FAILURE',
    description:
      'The text to insert, with quotes where it needs them. A field or a path ends with a colon or a dot',
  })
  text!: string;

  @NullableField.text({ example: null })
  description!: string | null;
}

/** Completions of a query. */
export class SuggestionsDto {
  @ApiProperty({
    type: 'integer',
    example: 7,
    description: 'Start of the text that a suggestion replaces, from 0',
  })
  from!: number;

  @ApiProperty({ type: 'integer', example: 10, description: 'Its end, exclusive' })
  to!: number;

  @ApiProperty({ type: [SuggestionDto], description: 'The most likely first; at most 20' })
  items!: SuggestionDto[];
}
