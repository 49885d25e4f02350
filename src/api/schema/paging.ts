import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length, Max, Min } from 'class-validator';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';

/** Items a page, where a request does not say. */
export const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/**
 * The field of a query that says how much is shown at once.
 *
 * @param description what there is so many of
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

/** The field of a query that says where to go on. */
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
