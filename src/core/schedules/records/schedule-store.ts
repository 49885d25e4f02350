import { Injectable } from '@nestjs/common';
import { Broker, msOf } from '../../redis/broker.js';
import { Keys } from '../../redis/keys.js';
import type { Schedule, ScheduleFacts, ScheduleProgress } from '../schedule.js';
import { ScheduleNotFoundError } from '../schedule.errors.js';
import type { TickEntry } from '../tick-entry.js';
import { CHANGE_SCHEDULE, REMOVE_SCHEDULE } from './change-script.js';
import { scheduleFields, scheduleOf } from './schedule-record.js';
import { MOST_ENTRIES, NOTE_RUNS } from './tick-scripts.js';

/** A change of a schedule: its facts, and what was read of its progress. */
export interface ScheduleChange {
  readonly facts: ScheduleFacts;
  /** As it was read; undefined: it does not exist yet. */
  readonly read: Pick<ScheduleProgress, 'revision' | 'tick'> | undefined;
  readonly tick: number | null;
  readonly due: number | null;
  /** Set if the schedule is declared in code: identifies the declaration. */
  readonly fingerprint?: string;
}

/** Reads and writes schedules in Redis. */
@Injectable()
export class ScheduleStore {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** Now, by the broker's clock. */
  async now(): Promise<number> {
    return msOf(await this.broker.ask(this.broker.producer.time()));
  }

  async find(id: string): Promise<Schedule | undefined> {
    const [found] = await this.findMany([id]);
    return found;
  }

  /** @throws ScheduleNotFoundError */
  async get(id: string): Promise<Schedule> {
    const found = await this.find(id);
    if (found === undefined) throw new ScheduleNotFoundError(id);
    return found;
  }

  /** In the order of the ids; undefined for a missing one. */
  async findMany(ids: readonly string[]): Promise<(Schedule | undefined)[]> {
    const { producer } = this.broker;
    const reading = ids.map((id) => producer.hmget(this.keys.schedule(id), ...scheduleFields));
    const found = await this.broker.ask(Promise.all(reading));
    return found.map((values, i) => scheduleOf(ids[i] ?? '', values));
  }

  /** The next ids after one, in their order. */
  async idsAfter(id: string | undefined, count: number): Promise<string[]> {
    const min = id === undefined ? '-' : `(${id}`;
    return this.broker.ask(
      this.broker.producer.zrangebylex(this.keys.schedules, min, '+', 'LIMIT', 0, count),
    );
  }

  /** @returns false if somebody else has changed it since it was read; nothing is stored then */
  async change(id: string, { facts, read, tick, due, fingerprint = '' }: ScheduleChange): Promise<boolean> {
    return this.broker.ask(
      CHANGE_SCHEDULE.run(this.broker.producer, {
        record: this.keys.schedule(id),
        ...this.sets,
        id,
        revision: String(read?.revision ?? 0),
        tick: textOf(read?.tick),
        facts: JSON.stringify(factsIn(facts)),
        newTick: textOf(tick),
        newDue: textOf(due),
        isPaused: facts.pause === null ? '0' : '1',
        fingerprint,
      }),
    );
  }

  /**
   * @param isGone whether it is no longer declared in code; otherwise a worker that starts does not bring it back
   * @returns whether it existed
   */
  async remove(id: string, { isGone }: { readonly isGone: boolean }): Promise<boolean> {
    return this.broker.ask(
      REMOVE_SCHEDULE.run(this.broker.producer, {
        record: this.keys.schedule(id),
        ticks: this.keys.scheduleTicks(id),
        ...this.sets,
        id,
        isGone: isGone ? '1' : '0',
      }),
    );
  }

  /** Fingerprints of the schedules declared in code, by id. */
  async declared(): Promise<ReadonlyMap<string, string>> {
    return new Map(
      Object.entries(await this.broker.ask(this.broker.producer.hgetall(this.keys.schedulesDeclared))),
    );
  }

  /** The latest lines of its history, newest first. */
  async ticks(id: string, count: number): Promise<TickEntry[]> {
    const last = Math.min(count, MOST_ENTRIES) - 1;
    const lines = await this.broker.ask(this.broker.producer.lrange(this.keys.scheduleTicks(id), 0, last));
    return lines.map((line) => JSON.parse(line) as TickEntry); // only this folder writes them
  }

  /** Adds runs that no tick caused to the history. @param open ids of tasks that later ticks treat as earlier ones */
  async noteRuns(id: string, entries: readonly TickEntry[], open: readonly string[] = []): Promise<void> {
    const lines = entries.slice(-MOST_ENTRIES).map((entry) => JSON.stringify(entry));
    await this.broker.ask(
      NOTE_RUNS.run(this.broker.producer, {
        record: this.keys.schedule(id),
        history: this.keys.scheduleTicks(id),
        open: open.join(' '),
        entries: lines,
      }),
    );
  }

  /** Number of schedules by state. */
  async counts(): Promise<{ active: number; paused: number; ended: number }> {
    const { producer } = this.broker;
    const [all, active, paused] = await this.broker.ask(
      Promise.all([
        producer.zcard(this.keys.schedules),
        producer.zcard(this.keys.scheduleTimes),
        producer.scard(this.keys.schedulesPaused),
      ]),
    );
    return { active, paused, ended: Math.max(0, all - active - paused) };
  }

  private get sets() {
    const { schedules, scheduleTimes, schedulesPaused, schedulesDeclared } = this.keys;
    return { all: schedules, times: scheduleTimes, paused: schedulesPaused, declared: schedulesDeclared };
  }
}

function textOf(number: number | null | undefined): string {
  return number === null || number === undefined ? '' : String(number);
}

/** Without the progress, which has fields of its own. */
function factsIn({
  definition,
  source,
  createdAt,
  changedAt,
  changedBy,
  submittedBy,
  pause,
}: ScheduleFacts): ScheduleFacts {
  return { definition, source, createdAt, changedAt, changedBy, submittedBy, pause };
}
