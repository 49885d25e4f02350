import { TIMES } from '../../../platform/validation/rules/bounds.js';
import { CronTimes } from './cron-times.js';
import { InvalidScheduleError } from '../schedule.errors.js';
import { type ClockChange, TimeZone } from '../../../platform/timing/time-zone.js';

/** When a schedule ticks. Times are in ms since 1970. */
export interface TickRule {
  /** Either this or `everyMs`. */
  readonly cron?: string | undefined;
  /** Counted from `startAt`, or from 1970. */
  readonly everyMs?: number | undefined;
  /** IANA name. */
  readonly tz: string;
  /** No tick is earlier. */
  readonly startAt: number | null;
  /** No tick is later. */
  readonly endAt: number | null;
}

/** The next times after a time. */
interface Times {
  next(at: number): number | null;
}

export const SHORTEST_INTERVAL_MS = 1_000;
const LONGEST_INTERVAL_MS = 31_536_000_000;

/** The times of a schedule. */
export class TickTimes {
  private readonly times: Times;
  readonly zone: TimeZone;

  /** @throws InvalidScheduleError that names the wrong field */
  constructor(private readonly rule: TickRule) {
    const { startAt, endAt } = rule;
    this.zone = zoneOf(rule);
    this.times = timesOf(rule, this.zone);
    if (startAt !== null && endAt !== null && endAt < startAt)
      throw new InvalidScheduleError('endAt', 'must not be before the start');
  }

  /** The first tick after a time; null if there is none. */
  next(after: number): number | null {
    const { startAt, endAt } = this.rule;
    const tick = this.times.next(startAt === null ? after : Math.max(after, startAt - 1));
    return tick === null || tick > (endAt ?? TIMES.maximum) ? null : tick;
  }

  /** The first ticks after a time, in order, up to and including `until`. */
  following(after: number, count: number, until = Infinity): number[] {
    const ticks: number[] = [];
    for (let tick = this.next(after); tick !== null && tick <= until; tick = this.next(tick)) {
      if (ticks.push(tick) >= count) break;
    }
    return ticks;
  }

  /** The last ticks of a period, both ends included, in order. Looks back only as far as it needs. */
  latest(from: number, until: number, count: number): number[] {
    for (let spanMs = count * SHORTEST_INTERVAL_MS; ; spanMs *= 4) {
      const since = Math.max(from, until - spanMs);
      const ticks = this.following(since - 1, Infinity, until);
      if (since === from || ticks.length >= count) return ticks.slice(-count);
    }
  }

  /** Whether a change of the clocks skips or repeats the local time of a tick. */
  changeAt(tick: number): ClockChange | null {
    return this.times instanceof CronTimes ? this.times.changeAt(tick) : null;
  }
}

/** Equal intervals. */
class Intervals implements Times {
  constructor(
    private readonly everyMs: number,
    private readonly anchor: number,
  ) {}

  next(at: number): number {
    return this.anchor + (Math.floor((at - this.anchor) / this.everyMs) + 1) * this.everyMs;
  }
}

function zoneOf({ tz }: TickRule): TimeZone {
  const zone = TimeZone.of(tz);
  if (zone === undefined)
    throw new InvalidScheduleError('tz', 'must be the name of an IANA time zone, such as Europe/Berlin');
  return zone;
}

function timesOf({ cron, everyMs, startAt }: TickRule, zone: TimeZone): Times {
  if (cron !== undefined && everyMs !== undefined)
    throw new InvalidScheduleError('everyMs', 'must not be given together with a cron expression');
  if (cron !== undefined) return cronOf(cron, zone);
  if (everyMs === undefined)
    throw new InvalidScheduleError('cron', 'must be given, or an interval instead of it');
  if (Number.isSafeInteger(everyMs) && everyMs >= SHORTEST_INTERVAL_MS && everyMs <= LONGEST_INTERVAL_MS)
    return new Intervals(everyMs, startAt ?? 0);
  throw new InvalidScheduleError(
    'everyMs',
    `must be a whole number of ms from ${SHORTEST_INTERVAL_MS} to ${LONGEST_INTERVAL_MS}`,
  );
}

function cronOf(expression: string, zone: TimeZone): CronTimes {
  try {
    const times = new CronTimes(expression, zone);
    if (times.next(0) !== null) return times;
  } catch (error) {
    throw new InvalidScheduleError('cron', error instanceof Error ? error.message : String(error));
  }
  throw new InvalidScheduleError('cron', 'never fires: no day has this date');
}
