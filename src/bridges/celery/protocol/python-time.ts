import { isoTime } from '../../../platform/timing/iso-time.js';

/** ISO 8601 as Python writes and reads it; without an offset it is UTC. */
const TIME =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<minute>\d{2}:\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?<offset>Z|[+-][\d:.]{4,15})?)?$/i;
const OFFSET = /^([+-])(\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d{1,6})?)?$/;

/**
 * Reads a time as Celery sends it: with an offset, or in UTC without one.
 *
 * @returns ms since 1970; undefined if it is no time
 */
export function readTime(text: string): number | undefined {
  const parts = text.length <= 50 ? TIME.exec(text)?.groups : undefined;
  if (parts === undefined) return undefined;
  const { date, minute = '00:00', second = '00', fraction = '0', offset = 'Z' } = parts;
  const at = Date.parse(`${date ?? ''}T${minute}:${second}Z`);
  const ms = at + Math.trunc(Number(`0.${fraction}`) * 1_000) - offsetMs(offset);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Formats a time as Python's `isoformat` does, in UTC with its offset. */
export function pythonTime(ms: number): string {
  return isoTime(ms).replace('Z', '000+00:00');
}

/** NaN if it is no offset. */
function offsetMs(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const [, sign, hours, minutes, seconds = '0'] = OFFSET.exec(offset) ?? [];
  const total = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return total * (sign === '-' ? -1_000 : 1_000);
}
