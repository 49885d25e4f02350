/** A time for an input of the type `datetime-local`, in the zone of this machine: `2026-11-30T07:04`. */
export function wallClock(at: number): string {
  const date = new Date(at);
  const [month, day, hour, minute] = [
    date.getMonth() + 1,
    date.getDate(),
    date.getHours(),
    date.getMinutes(),
  ].map((part) => String(part).padStart(2, '0'));
  return `${date.getFullYear()}-${month}-${day}T${hour}:${minute}`;
}

/** RFC 3339 of the value of such an input; undefined if it is empty or no time. */
export function timeOf(text: string): string | undefined {
  const at = Date.parse(text);
  return text === '' || Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
