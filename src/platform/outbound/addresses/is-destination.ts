import { ValidateBy } from 'class-validator';
import { readDestination } from './url-rules.js';

/** Validates an absolute http:// or https:// URL on whose host all parsers agree. */
export function IsDestination(): PropertyDecorator {
  return ValidateBy({
    name: 'isDestination',
    validator: {
      validate: (value) => refusalOf(value) === undefined,
      defaultMessage: (context) => `${context?.property}: ${refusalOf(context?.value) ?? ''}`,
    },
  });
}

function refusalOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be an absolute http:// or https:// URL';
  try {
    readDestination(value);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
