import { Cron } from 'croner';
import type { ClockChange, TimeZone } from '../../../platform/timing/time-zone.js';

/** Five or six fields of digits, names and `* , - / L W #`. Croner itself also reads nicknames, dates, `?` and `+`. */
const FIELDS = /^[\w*,/#-]+(?: [\w*,/#-]+){4,5}$/;
const LONGEST = 100;

/**
 * The times of a cron expression in a time zone. Croner only sees clock times, without a zone; changes of the clocks
 * are decided here:
 *
 * - with `*` in the hour field (`0 * * * *`, `0 *\/2 * * *`), a rule runs in every real hour that it matches: not in an
 *   hour that is skipped, and in both of a repeated one
 * - any other rule runs at clock times: once right after the gap that skips one, and once at one that is repeated
 */
export class CronTimes {
  private readonly cron: Cron;
  private readonly isHourly: boolean;

  /** @throws Error with what is wrong with the expression, to follow its name: `must have …` */
  constructor(
    expression: string,
    private readonly zone: TimeZone,
  ) {
    if (expression.length > LONGEST) throw new Error(`must have at most ${LONGEST} characters`);
    if (!FIELDS.test(expression))
      throw new Error('must have 5 or 6 fields, separated by one space: 0 3 * * *');
    this.cron = parsed(expression);
    this.isHourly = (expression.split(' ').at(-4) ?? '').startsWith('*');
  }

  /** The first time after `at`, in ms since 1970; null if there is none. */
  next(at: number): number | null {
    return this.isHourly ? this.nextHourly(at) : this.nextOnClock(at);
  }

  /** Whether a time of this rule is one that a change of the clocks skips or repeats. */
  changeAt(at: number): ClockChange | null {
    const local = at + this.zone.offset(at);
    const { change } = this.zone.instantOf(local);
    if (change === 'overlap') return change;
    return this.cron.match(new Date(local)) ? null : 'gap';
  }

  private nextOnClock(after: number): number | null {
    let local = this.nextLocal(after + this.zone.offset(after));
    while (local !== null) {
      const { at } = this.zone.instantOf(local);
      if (at > after) return at;
      local = this.nextLocal(local); // in the second of two equal hours, the first one's times are over
    }
    return null;
  }

  private nextHourly(after: number): number | null {
    let [since, offset] = [after, this.zone.offset(after)];
    let local = this.nextLocal(after + offset);
    while (local !== null) {
      const at = local - offset;
      if (this.zone.offset(at) === offset) return at;
      // The clocks change before that: goes on from there, with the new offset.
      since = this.zone.changeBetween(since, at);
      offset = this.zone.offset(since);
      local = this.nextLocal(since + offset - 1);
    }
    return null;
  }

  private nextLocal(after: number): number | null {
    return this.cron.nextRun(new Date(after))?.getTime() ?? null;
  }
}

/** Parsing costs as much as ten times, and one expression is used by many schedules. */
const known = new Map<string, Cron>();
const MOST_KNOWN = 1_000;

function parsed(expression: string): Cron {
  const cron = known.get(expression) ?? parse(expression);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(expression, cron);
  return cron;
}

/** `utcOffset` instead of a zone: five times as fast. */
function parse(expression: string): Cron {
  try {
    return new Cron(expression, { mode: '5-or-6-parts', utcOffset: 0, paused: true });
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    throw new Error(`must be a cron expression: ${why}`, { cause: error });
  }
}
