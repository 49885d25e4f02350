import { ValidateBy } from 'class-validator';

/** An integer JSON number that JavaScript represents exactly: within ±(2^53 - 1). */
export function IsSafeInteger(): PropertyDecorator {
  return ValidateBy({
    name: 'isSafeInteger',
    validator: {
      validate: (value) => Number.isSafeInteger(value),
      defaultMessage: (context) => `${context?.property} must be a whole number within ±9007199254740991`,
    },
  });
}
