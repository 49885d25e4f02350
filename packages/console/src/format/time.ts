/** `4 min ago`, `in 3 s`, `just now`. */
export function relativeTime(at: number, now: number): string {
  const apart = at - now;
  if (Math.abs(apart) < 1_000) return 'just now';
  const text = rough(Math.abs(apart));
  return apart < 0 ? `${text} ago` : `in ${text}`;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** One unit is enough to know how long ago something was. */
function rough(ms: number): string {
  const [unit, size] = UNITS.find(([, least]) => ms >= least) ?? UNITS[3];
  return `${Math.floor(ms / size)} ${unit}`;
}

/** `2026-11-30 07:04:05.123 UTC`, or with the zone of this machine. */
export function exactTime(at: number, zone: 'local' | 'utc'): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(zone === 'utc' && { timeZone: 'UTC' }),
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const clock = `${of('hour')}:${of('minute')}:${of('second')}.${of('fractionalSecond')}`;
  return `${of('year')}-${of('month')}-${of('day')} ${clock} ${of('timeZoneName')}`;
}

/** A time as the axis of a chart shows it: `07:04`, or `30 Nov` in a window of several days. */
export function axisTime(at: number, zone: 'local' | 'utc', windowMs: number): string {
  const isLong = windowMs > 2 * 86_400_000;
  return new Intl.DateTimeFormat('en-GB', {
    ...(isLong ? { day: 'numeric', month: 'short' } : { hour: '2-digit', minute: '2-digit' }),
    ...(zone === 'utc' && { timeZone: 'UTC' }),
  }).format(at);
}
