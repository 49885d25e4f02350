import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length, Max, Min } from 'class-validator';
import { MAX_QUERY_LENGTH } from '../../core/query/parse/parse-query.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';

const KINDS = ['field', 'path', 'value'] as const;

/** Query of GET /tasks/suggest. */
export class SuggestQuery {
  @ApiPropertyOptional({
    maxLength: MAX_QUERY_LENGTH,
    example: 'status:FAI',
    description: 'What has been written of a query so far, even with mistakes. Default: nothing',
  })
  @IsOptional()
  @Length(0, MAX_QUERY_LENGTH)
  q?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_QUERY_LENGTH,
    example: 10,
    description: 'Position of the cursor, from 0, in UTF-16 units. Default: the end',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(0)
  @Max(MAX_QUERY_LENGTH)
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

  @ApiProperty({ type: String, nullable: true, example: null })
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
