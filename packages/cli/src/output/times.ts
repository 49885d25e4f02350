const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A duration for people: `250 ms`, `1.5 s`, `3 min 5 s`, `2 d 4 h`. */
export function durationText(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '-';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${Math.round(ms / 100) / 10} s`;
  const seconds = Math.round(ms / 1_000) * 1_000;
  const at = UNITS.findIndex(([, length]) => seconds >= length);
  return UNITS.slice(at, at + 2)
    .map(([name, length], i) => {
      const above = i === 0 ? Number.POSITIVE_INFINITY : (UNITS[at]?.[1] ?? 1);
      return [Math.floor((seconds % above) / length), name] as const;
    })
    .filter(([count], i) => i === 0 || count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(' ');
}

/** The distance of a time from now, for people: `3 min ago`, `in 2 h`, `now`. */
export function agoText(time: string | null | undefined, now = Date.now()): string {
  if (time === null || time === undefined) return '-';
  const ms = now - Date.parse(time);
  if (Math.abs(ms) < 1_000) return 'now';
  const distance = roughly(Math.abs(ms));
  return ms > 0 ? `${distance} ago` : `in ${distance}`;
}

/** A time and its distance from now: `2026-11-30 14:05:09Z (3 min ago)`. */
export function timeText(time: string | null | undefined, now = Date.now()): string {
  if (time === null || time === undefined) return '-';
  return `${time.slice(0, 19).replace('T', ' ')}Z (${agoText(time, now)})`;
}

/** The times in a message of the API, written as those of this program: `2026-11-30 14:05:09Z`. */
export function withReadableTimes(text: string): string {
  return text.replace(/(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d{1,3})?Z/g, '$1 $2Z');
}

/** The largest unit alone. */
function roughly(ms: number): string {
  const [name, length] = UNITS.find(([, each]) => ms >= each) ?? ['s', 1_000];
  return `${Math.floor(ms / length)} ${name}`;
}
