import { Injectable } from '@nestjs/common';
import { ScheduleChangedError } from './schedule.errors.js';
import { ScheduleStore } from './records/schedule-store.js';
import type { Schedule, SchedulePause } from './schedule.js';
import { dueOf } from './ticking/tick-plan.js';
import { TickTimes } from './times/tick-times.js';

/** Others change or tick a schedule between reading and writing it: then it is read again. */
const MOST_TRIES = 10;
/** The name under which a schedule that cannot go on is paused. */
const OURSELVES = 'celeriac';

/** Pauses and resumes schedules. */
@Injectable()
export class SchedulePauses {
  constructor(private readonly store: ScheduleStore) {}

  /** A paused schedule keeps its first pause. @throws ScheduleNotFoundError, ScheduleChangedError */
  async pause(id: string, by: string, note: string | null): Promise<Schedule> {
    const since = await this.store.now();
    return this.change(id, (schedule) => schedule.pause ?? { since, by, note });
  }

  /** Ticks that passed during the pause are not made up for. @throws ScheduleNotFoundError, ScheduleChangedError */
  async resume(id: string): Promise<Schedule> {
    return this.change(id, () => null);
  }

  /** Pauses a schedule that cannot go on, and says why. */
  async halt(id: string, why: string): Promise<Schedule> {
    return this.pause(id, OURSELVES, why);
  }

  private async change(id: string, pauseOf: (schedule: Schedule) => SchedulePause | null): Promise<Schedule> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const schedule = await this.store.get(id);
      const pause = pauseOf(schedule);
      if ((pause === null) === (schedule.pause === null)) return schedule;
      const tick = pause === null ? new TickTimes(schedule.definition).next(await this.store.now()) : null;
      const due = tick === null ? null : dueOf(schedule, tick);
      const facts = { ...schedule, pause };
      if (await this.store.change(id, { facts, read: schedule, tick, due })) return this.store.get(id);
    }
    throw new ScheduleChangedError(id);
  }
}
