import { Injectable } from '@nestjs/common';
import { Broker } from '../../redis/broker.js';
import { Keys } from '../../redis/keys.js';
import { scheduleOf } from '../records/schedule-record.js';
import { SETTLE_TICKS, TAKE_DUE } from '../records/tick-scripts.js';
import type { Schedule } from '../schedule.js';
import type { TickEntry } from '../tick-entry.js';

/** For how long a worker has a taken schedule to itself. If it dies, the next one takes the same tick then. */
const LEASE_MS = 5_000;

export interface TakenSchedules {
  /** By the broker's clock, in ms since 1970. */
  readonly now: number;
  /** Until the next schedule is due; Infinity if none is. */
  readonly waitMs: number;
  readonly schedules: readonly Schedule[];
}

/** What became of a taken schedule. */
export interface Settlement {
  readonly entries: readonly TickEntry[];
  readonly handled: number | null;
  /** The queued tick that was submitted. */
  readonly wasQueued: number | null;
  readonly queued: number | null;
  readonly open: readonly string[];
  readonly missed: number;
  readonly tick: number | null;
  readonly due: number | null;
  /** When to look at it again; null if never. */
  readonly look: number | null;
}

/** The set of next times, as workers use it: they take what is due, and settle what they took. */
@Injectable()
export class DueSchedules {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** @param at the time to pretend, in ms since 1970. Default: now, by the broker's clock */
  async take(count: number, at = 0): Promise<TakenSchedules> {
    const { scheduleTimes: times } = this.keys;
    const request = { times, records: this.keys.schedule(''), count, leaseMs: LEASE_MS, at };
    const [now, waitMs, taken] = await this.broker.ask(TAKE_DUE.run(this.broker.producer, request));
    const schedules = taken.map(([id, fields]) => scheduleOf(id, fields) ?? id);
    const gone = schedules.filter((one) => typeof one === 'string');
    if (gone.length > 0) await this.broker.ask(this.broker.producer.zrem(times, ...gone));
    return {
      now,
      waitMs: waitMs < 0 ? Infinity : waitMs,
      schedules: schedules.filter((one) => typeof one !== 'string'),
    };
  }

  /** @returns whether the schedule moved on: not if it was changed since it was taken, or is gone */
  async settle({ id, revision, tick, open: knownOpen }: Schedule, settlement: Settlement): Promise<boolean> {
    const { entries, handled, wasQueued, queued, open, missed } = settlement;
    const outcome = await this.broker.ask(
      SETTLE_TICKS.run(this.broker.producer, {
        record: this.keys.schedule(id),
        times: this.keys.scheduleTimes,
        history: this.keys.scheduleTicks(id),
        ...{ id, revision: String(revision), tick: textOf(tick) },
        ...{ handled: textOf(handled), wasQueued: textOf(wasQueued), queued: textOf(queued) },
        ...{
          newTick: textOf(settlement.tick),
          newDue: textOf(settlement.due),
          look: textOf(settlement.look),
        },
        ...{ knownOpen: knownOpen.join(' '), open: open.join(' '), missed: String(missed) },
        entries: entries.map((entry) => JSON.stringify(entry)),
      }),
    );
    return outcome === 'moved';
  }

  /** Notes that this process does not know what a schedule submits. @returns for how long none did, in ms */
  async noteUnknown(id: string, now: number): Promise<number> {
    const [record, field] = [this.keys.schedule(id), 'unknown_since'];
    await this.broker.ask(this.broker.producer.hsetnx(record, field, now));
    const since = await this.broker.ask(this.broker.producer.hget(record, field));
    return now - Number(since ?? now);
  }

  /** The earliest time at which a schedule is looked at; undefined if none is. */
  async earliest(): Promise<number | undefined> {
    const [, at] = await this.broker.ask(
      this.broker.producer.zrange(this.keys.scheduleTimes, 0, 0, 'WITHSCORES'),
    );
    return at === undefined ? undefined : Number(at);
  }
}

function textOf(number: number | null): string {
  return number === null ? '' : String(number);
}
