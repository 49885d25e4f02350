import { ValidateBy, isRFC3339 } from 'class-validator';

/** A time by RFC 3339, such as `2026-11-24T08:00:00Z`, that JavaScript can represent: it has no leap seconds. */
export function IsTime(): PropertyDecorator {
  return ValidateBy({
    name: 'isTime',
    validator: {
      validate: (value) => isRFC3339(value) && !Number.isNaN(Date.parse(String(value))),
      defaultMessage: (context) =>
        `${context?.property} must be a time by RFC 3339, such as 2026-11-24T08:00:00Z`,
    },
  });
}
