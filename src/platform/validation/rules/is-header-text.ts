import { ValidateBy } from 'class-validator';

/** What can end a line for someone who reads it, or cannot be written: controls, line and paragraph separators, halves of characters. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Text of one line, safe in a header. */
export function isHeaderText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= maxLength && !UNSAFE.test(value);
}

/** Text of one line with 1 to `maxLength` characters. */
export function IsHeaderText(maxLength: number): PropertyDecorator {
  return ValidateBy({
    name: 'isHeaderText',
    validator: {
      validate: (value) => isHeaderText(value, maxLength),
      defaultMessage: (context) =>
        `${context?.property} must be 1 to ${maxLength} characters on one line, without control characters`,
    },
  });
}
