import { ValidateBy, isRFC3339 } from 'class-validator';
import { TIMES, isWithin } from './bounds.js';

/** An RFC 3339 time, such as `2026-11-24T08:00:00Z`, that JavaScript can represent. It has no leap seconds. */
export function IsTime(): PropertyDecorator {
  return ValidateBy({
    name: 'isTime',
    validator: {
      validate: (value) => isRFC3339(value) && isWithin(Date.parse(String(value)), TIMES),
      defaultMessage: (context) => {
        const isNoDay = typeof context?.value === 'string' && !dayExists(context.value);
        const expected = isNoDay ? 'a day that exists' : 'a time by RFC 3339, such as 2026-11-24T08:00:00Z';
        return `${context?.property} must be ${expected}`;
      },
    },
  });
}

/** False for a text that begins with a nonexistent day, such as 2027-02-29, which `Date` reads as March 1. */
export function dayExists(text: string): boolean {
  const [, year, month, day] = /^([+-]?\d{4,6})-?(\d\d)-?(\d\d)(?!\d)/.exec(text) ?? [];
  if (day === undefined) return true;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
