import { Injectable } from '@nestjs/common';
import { EndedTasks, type EndedTask } from '../../core/index.js';
import { TaskTable } from '../tasks/task-table.js';
import type { Session } from '../database/history-database.js';
import { Recording } from './recording.js';
import { type WalkPosition, WalkPositions } from './walk-positions.js';

/** Tasks of one statement. */
const BATCH = 500;
/** Batches of one transaction. A removal of a task waits for its end, and a failure undoes all of them. */
const MOST_BATCHES = 4;
/** Sets at once. Each needs a connection. */
const AT_ONCE = 2;

/** A walk along all ended tasks. */
interface Walk {
  /** Ends that are more recent are left for later. */
  readonly lagMs: number;
  /** Pause when it has come to its end. */
  readonly everyMs: number;
  /** Only tasks that are not stored yet are read whole. */
  readonly isCheck: boolean;
}

/**
 * The first walk records. A worker writes an end under its own clock's time, and a command can be delayed: what the
 * first walk missed thereby, the others find.
 */
const walks: Readonly<Record<string, Walk>> = {
  now: { lagMs: 300, everyMs: 500, isCheck: false },
  minute: { lagMs: 20_000, everyMs: 10_000, isCheck: true },
  hour: { lagMs: 3_600_000, everyMs: 600_000, isCheck: true },
};

/** Tasks of a set, and the time until which there are no others. */
interface Ended {
  readonly tasks: readonly EndedTask[];
  readonly until: number;
}

/** How far a batch moves a walk. */
interface Step {
  readonly to: WalkPosition;
  /** True if nothing came after it. */
  readonly isEnd: boolean;
}

/** The walk until whose end everything is stored. */
export const FIRST_WALK = 'now';

/** Records the ended tasks of the broker, batch by batch. Several processes share the work. */
@Injectable()
export class Walks {
  constructor(
    private readonly ended: EndedTasks,
    private readonly positions: WalkPositions,
    private readonly recording: Recording,
    private readonly table: TaskTable,
  ) {}

  /**
   * Takes some batches of each set that has more.
   *
   * @returns how far the last of the walks that have more is behind, in ms; undefined if none has
   * @throws HistoryUnavailableError
   * @throws BrokerUnavailableError
   */
  async step(): Promise<{ behindMs: number | undefined }> {
    const all = await this.positions.all(Object.keys(walks));
    const due = all.filter((position) => isDue(position));
    const looks = await Promise.all(due.map((position) => this.look(position)));
    await this.positions.rest(looks.flatMap(({ rested }) => (rested === undefined ? [] : [rested])));
    const waiting = due.filter((_, i) => looks[i]?.rested === undefined);
    const behind: number[] = [];
    for (let i = 0; i < waiting.length; i += AT_ONCE) {
      const steps = waiting.slice(i, i + AT_ONCE).map((position) => this.advance(position));
      behind.push(...(await settledAll(steps)).filter((ms) => ms !== undefined));
    }
    return { behindMs: behind.length === 0 ? undefined : Math.max(...behind) };
  }

  /** Looks for new tasks without a transaction, because mostly there are none. */
  private async look(position: WalkPosition): Promise<{ rested: WalkPosition | undefined }> {
    const { tasks, until } = await this.next(position, 1);
    return { rested: tasks.length > 0 ? undefined : { ...position, completeUntil: until } };
  }

  /** @returns how far it is behind, in ms; undefined if there is no more */
  private async advance(position: WalkPosition): Promise<number | undefined> {
    return this.recording.transaction(async (session) => {
      const from = await this.positions.claim(session, position);
      if (from === undefined) return undefined;
      const isCheck = walks[from.walk]?.isCheck === true;
      const step = isCheck ? await this.check(session, from) : await this.record(session, from);
      if (step === undefined) return undefined;
      await this.positions.move(session, step.to);
      return step.isEnd ? undefined : behindMs(step.to);
    });
  }

  /** While PostgreSQL writes a batch, the next is read. @returns the last step */
  private async record(session: Session, from: WalkPosition): Promise<Step | undefined> {
    let batch = await this.read(from);
    for (let left = MOST_BATCHES - 1; batch !== undefined; left -= 1) {
      const { tasks, step } = batch;
      const writing = this.recording.write(session, tasks);
      const reading = step.isEnd || left === 0 ? undefined : this.read(step.to);
      await Promise.allSettled([writing, reading]);
      await writing;
      batch = await reading;
      if (batch === undefined) return step;
    }
    return undefined;
  }

  private async read(from: WalkPosition) {
    const ended = await this.next(from, BATCH);
    if (ended.tasks.length === 0) return undefined;
    const { tasks, count } = await this.recording.read(idsOf(ended.tasks));
    const step = stepTo(from, ended, count);
    return step && { tasks, step };
  }

  /** Records what is missing of one batch. */
  private async check(session: Session, from: WalkPosition): Promise<Step | undefined> {
    const ended = await this.next(from, BATCH);
    if (ended.tasks.length === 0) return undefined;
    const missing = await this.table.missing(session, ended.tasks);
    const count = missing.length === 0 ? 0 : await this.recording.record(session, missing);
    const next = missing[count];
    const done = next === undefined ? ended.tasks.length : ended.tasks.findIndex(({ id }) => id === next);
    return stepTo(from, ended, done);
  }

  private async next({ walk, endedAt, id, ...set }: WalkPosition, count: number): Promise<Ended> {
    const { now, tasks } = await this.ended.after(set, id === '' ? undefined : { endedAt, id }, count);
    const until = now - (walks[walk]?.lagMs ?? 0);
    return { until, tasks: tasks.filter(({ finishedAt }) => finishedAt <= until) };
  }
}

/** @param done the number of tasks that are stored */
function stepTo(from: WalkPosition, { tasks, until }: Ended, done: number): Step | undefined {
  const last = tasks[done - 1];
  if (last === undefined) return undefined;
  const isEnd = done === tasks.length && tasks.length < BATCH;
  const completeUntil = isEnd ? until : last.finishedAt;
  return { to: { ...from, endedAt: last.finishedAt, id: last.id, completeUntil }, isEnd };
}

function isDue(position: WalkPosition): boolean {
  return behindMs(position) >= (walks[position.walk]?.everyMs ?? 0);
}

function behindMs({ walk, completeUntil }: WalkPosition): number {
  return Date.now() - (walks[walk]?.lagMs ?? 0) - completeUntil;
}

function idsOf(tasks: readonly EndedTask[]): string[] {
  return tasks.map(({ id }) => id);
}

/** Waits for all, also if one fails: none must run on behind the back of the next step. */
async function settledAll<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
