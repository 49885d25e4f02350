/** Longer than any change of the clocks. */
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A local time that a change of the clocks skips (`gap`) or repeats (`overlap`). */
export type ClockChange = 'gap' | 'overlap';

/** The instant of a local time, in ms since 1970. */
export interface Instant {
  readonly at: number;
  /** Null for a local time that exists once. */
  readonly change: ClockChange | null;
}

/**
 * An IANA time zone. Local times are written as the ms since 1970 that the same clock time would have in UTC.
 */
export class TimeZone {
  private readonly format: Intl.DateTimeFormat;

  /** @throws RangeError if no zone has the name: use `of` */
  constructor(readonly name: string) {
    this.format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /** @returns undefined if no zone has the name. Offsets such as `+01:00` are not names: they know no summer time */
  static of(name: string): TimeZone | undefined {
    if (!/^[A-Za-z][\w+/-]*$/.test(name)) return undefined;
    const zone = known.get(name) ?? create(name);
    if (known.size >= MOST_KNOWN) known.clear();
    if (zone !== undefined) known.set(name, zone);
    return zone;
  }

  /** How far local time is ahead of UTC at an instant, in ms. */
  offset(at: number): number {
    if (this.name === 'UTC') return 0;
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(this.format.format(at)) ?? [];
    if (sign === undefined) return 0; // `GMT` itself
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  }

  /** The instant of a local time: right after the gap that skips it, or the first of two. */
  instantOf(local: number): Instant {
    const [before, after] = [this.offset(local - DAY_MS), this.offset(local + DAY_MS)];
    const [early, late] = [local - Math.max(before, after), local - Math.min(before, after)];
    const isIt = (at: number) => at + this.offset(at) === local;
    if (early === late) return { at: early, change: null };
    if (isIt(early)) return { at: early, change: isIt(late) ? 'overlap' : null };
    return isIt(late) ? { at: late, change: null } : { at: this.changeBetween(early, late), change: 'gap' };
  }

  /** The first instant with another offset than `from`, at which the offset is that of `to`. */
  changeBetween(from: number, to: number): number {
    const offset = this.offset(from);
    let [same, changed] = [from, to];
    while (changed - same > 1) {
      const middle = Math.floor((same + changed) / 2);
      if (this.offset(middle) === offset) same = middle;
      else changed = middle;
    }
    return changed;
  }

  /** The local time of an instant by RFC 3339, with its offset: `2027-03-28T03:00:00+02:00`. */
  localText(at: number): string {
    const offset = this.offset(at);
    const minutes = Math.abs(offset) / MINUTE_MS;
    const two = (number: number) => String(number).padStart(2, '0');
    const shown = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
    return new Date(at + offset).toISOString().slice(0, 19) + (offset === 0 ? 'Z' : shown);
  }
}

/** Creating a zone's format takes as long as a hundred uses of it. */
const known = new Map<string, TimeZone>();
const MOST_KNOWN = 1_000;

function create(name: string): TimeZone | undefined {
  try {
    return new TimeZone(name);
  } catch {
    return undefined;
  }
}
