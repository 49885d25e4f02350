import { ValidateBy } from 'class-validator';

/**
 * Characters that may end a line for a reader, or cannot be encoded: controls, line and paragraph separators, surrogate
 * halves.
 */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

/** True for single-line text that is safe in a header. */
export function isHeaderText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= maxLength && !UNSAFE.test(value);
}

/** Single-line text of 1 to `maxLength` characters. */
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
