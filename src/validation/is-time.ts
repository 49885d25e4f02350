import { ValidateBy, isRFC3339 } from 'class-validator';
import { TIMES, isWithin } from './bounds.js';

/** A time by RFC 3339, such as `2026-11-24T08:00:00Z`, that JavaScript can represent: it has no leap seconds. */
export function IsTime(): PropertyDecorator {
  return ValidateBy({
    name: 'isTime',
    validator: {
      validate: (value) => isRFC3339(value) && isWithin(Date.parse(String(value)), TIMES),
      defaultMessage: (context) =>
        `${context?.property} must be a time by RFC 3339, such as 2026-11-24T08:00:00Z`,
    },
  });
}
