type Zone = 'local' | 'utc';

/** RFC 3339 as the text of an input for date and time, to the minute; empty for none. */
export function inputOfTime(time: string | undefined, zone: Zone): string {
  const ms = Date.parse(time ?? '');
  if (Number.isNaN(ms)) return '';
  const offsetMs = zone === 'utc' ? 0 : new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offsetMs).toISOString().slice(0, 16);
}

/** The time that such an input tells, as RFC 3339; undefined for none. */
export function timeOfInput(text: string, zone: Zone): string | undefined {
  const ms = Date.parse(zone === 'utc' ? `${text}Z` : text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
