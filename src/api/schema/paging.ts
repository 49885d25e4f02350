import { OptionalField } from './fields.js';

/** Default number of items per page. */
export const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/**
 * The query parameter for the page size.
 *
 * @param description of the items that it counts
 */
export function PageLimit(description: string): PropertyDecorator {
  return OptionalField.integer(1, MAX_LIMIT, { default: DEFAULT_LIMIT, example: DEFAULT_LIMIT, description });
}

/** The query parameter for the start of the page. */
export function PageCursor(
  example: string,
  { maxLength = 100, description = '`next_cursor` of the previous page' } = {},
): PropertyDecorator {
  return OptionalField.text(1, maxLength, { example, description });
}
