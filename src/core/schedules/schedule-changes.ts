import { Injectable } from '@nestjs/common';
import { ScheduleStore } from './records/schedule-store.js';
import { InvalidScheduleError, ScheduleChangedError, ScheduleNotFoundError } from './schedule.errors.js';
import { SCHEDULE_ID, type Schedule, type ScheduleDefinition, type ScheduleFacts } from './schedule.js';
import type { SealedDefinition } from './schedule.js';
import { ScheduledTasks } from './scheduled-tasks.js';
import { dueOf } from './ticking/tick-plan.js';
import { type TickRule, TickTimes } from './times/tick-times.js';

/** Others tick or change a schedule between reading and writing it: then it is read again. */
const MOST_TRIES = 10;
const DAY_MS = 86_400_000;
const LONGEST_NOTE = 500;

/** Who changes a schedule. */
export interface ScheduleAuthor {
  /** Name of the API key, `anonymous`, or `code`. */
  readonly by: string;
  /** Name of the API key under which its tasks run. */
  readonly submittedBy?: string | undefined;
  /** Identifies the declaration, if code declares it. */
  readonly fingerprint?: string;
}

/** Fields of a definition to change; the others stay. */
export type DefinitionChange = Partial<ScheduleDefinition>;

/** Creates, changes and removes schedules. */
@Injectable()
export class ScheduleChanges {
  constructor(
    private readonly store: ScheduleStore,
    private readonly work: ScheduledTasks,
  ) {}

  /**
   * Creates a schedule or replaces its definition. A pause stays, and so does the next tick, unless the times change.
   *
   * @throws InvalidScheduleError, InvalidInputError for the payload, PayloadTooLargeError, WebhookRefusedError,
   * ScheduleChangedError, BrokerUnavailableError
   */
  async put(id: string, definition: ScheduleDefinition, author: ScheduleAuthor): Promise<{ isNew: boolean }> {
    if (!SCHEDULE_ID.test(id))
      throw new InvalidScheduleError(
        'id',
        'must be 1 to 80 small letters, digits, dots, hyphens and underscores',
      );
    const sealed = this.work.seal(checked(definition), author.fingerprint !== undefined);
    return this.write(id, () => sealed, author);
  }

  /** Changes some fields. @throws the errors of `put`, and ScheduleNotFoundError */
  async patch(id: string, change: DefinitionChange, author: ScheduleAuthor): Promise<void> {
    await this.write(
      id,
      (old) => {
        if (old === undefined) throw new ScheduleNotFoundError(id);
        return this.changed(old, change);
      },
      author,
    );
  }

  /** @throws ScheduleNotFoundError */
  async remove(id: string): Promise<void> {
    if (!(await this.store.remove(id, { isGone: false }))) throw new ScheduleNotFoundError(id);
  }

  /** The payload is checked again if that could change what its task says of it. */
  private changed({ definition: old }: Schedule, change: DefinitionChange): SealedDefinition {
    const definition = checked({ ...old, ...change });
    if (change.task === undefined && change.payload === undefined && change.options === undefined)
      return definition;
    const payload = change.payload ?? this.work.open(old);
    return this.work.seal({ ...definition, payload }, false);
  }

  private async write(
    id: string,
    definitionOf: (old: Schedule | undefined) => SealedDefinition,
    { by, submittedBy, fingerprint }: ScheduleAuthor,
  ): Promise<{ isNew: boolean }> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const [old, now] = [await this.store.find(id), await this.store.now()];
      const definition = definitionOf(old);
      const tick = nextTick(definition, old, now, fingerprint !== undefined);
      const facts: ScheduleFacts = {
        ...{ definition, submittedBy, changedBy: by, changedAt: now, createdAt: old?.createdAt ?? now },
        ...{ source: fingerprint === undefined ? 'api' : 'code', pause: old?.pause ?? null },
      };
      const due = tick === null ? null : dueOf({ id, definition }, tick);
      const change = { facts, read: old, tick, due, ...(fingerprint !== undefined && { fingerprint }) };
      if (await this.store.change(id, change)) return { isNew: old === undefined };
    }
    throw new ScheduleChangedError(id);
  }
}

/** A definition with every default. */
export function withDefaults(
  given: Pick<ScheduleDefinition, 'task' | 'payload'> & Partial<ScheduleDefinition>,
): ScheduleDefinition {
  return {
    ...{ options: {}, tz: 'UTC', startAt: null, endAt: null, note: null },
    ...{ overlap: 'skip', catchUp: 'last', catchUpWindowMs: DAY_MS, jitterMs: 0 },
    ...withoutUndefined(given),
  };
}

function withoutUndefined<T extends object>(given: T): T {
  // Only properties without a value are left out.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}

/**
 * The tick that follows: the planned one, if the times are the same.
 *
 * @param mayEnd whether none need follow: code may declare a schedule longer than it ticks
 */
function nextTick(
  definition: SealedDefinition,
  old: Schedule | undefined,
  now: number,
  mayEnd: boolean,
): number | null {
  if (old !== undefined && timesOf(old.definition) === timesOf(definition)) return old.tick;
  const tick = new TickTimes(definition).next(now);
  if (tick === null && !mayEnd)
    throw new InvalidScheduleError('endAt', 'leaves no tick: the last one would be in the past');
  return old?.pause ? null : tick;
}

function timesOf({ cron, everyMs, tz, startAt, endAt }: TickRule): string {
  return JSON.stringify([cron, everyMs, tz, startAt, endAt]);
}

/** @throws InvalidScheduleError */
function checked<T extends ScheduleDefinition>(definition: T): T {
  new TickTimes(definition);
  const { jitterMs, catchUpWindowMs, note, options } = definition;
  for (const [field, value] of Object.entries({ jitterMs, catchUpWindowMs }))
    if (!Number.isSafeInteger(value) || value < 0 || value > DAY_MS * 366)
      throw new InvalidScheduleError(field, `must be a whole number of ms from 0 to ${DAY_MS * 366}`);
  if (jitterMs > DAY_MS) throw new InvalidScheduleError('jitterMs', `must be at most ${DAY_MS}, a day`);
  if (note !== null && note.length > LONGEST_NOTE)
    throw new InvalidScheduleError('note', `must have at most ${LONGEST_NOTE} characters`);
  if ((options.tags?.length ?? 0) > 19)
    throw new InvalidScheduleError('options', 'must have at most 19 tags: one is the schedule itself');
  return definition;
}
