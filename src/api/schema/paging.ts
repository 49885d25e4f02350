import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length, Max, Min } from 'class-validator';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';

/** Default number of items per page. */
export const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/**
 * The query parameter for the page size.
 *
 * @param description of the items that it counts
 */
export function PageLimit(description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: 'integer',
      minimum: 1,
      maximum: MAX_LIMIT,
      default: DEFAULT_LIMIT,
      example: DEFAULT_LIMIT,
      description,
    }),
    IsOptional(),
    IsSafeInteger(),
    Min(1),
    Max(MAX_LIMIT),
  );
}

/** The query parameter for the start of the page. */
export function PageCursor(
  example: string,
  { maxLength = 100, description = '`next_cursor` of the previous page' } = {},
): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ maxLength, example, description }),
    IsOptional(),
    Length(1, maxLength),
  );
}
