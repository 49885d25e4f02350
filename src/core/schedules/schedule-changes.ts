import { Injectable } from '@nestjs/common';
import { BrokenPayloadError, PayloadKeyError } from '../task/queue.errors.js';
import { checkDefinition, checkId } from './schedule-definition.js';
import { ScheduleStore } from './records/schedule-store.js';
import { InvalidScheduleError, ScheduleChangedError, ScheduleNotFoundError } from './schedule.errors.js';
import type {
  Schedule,
  ScheduleDefinition,
  ScheduleFacts,
  ScheduleRules,
  SealedDefinition,
  SealedTaskSchedule,
  TaskSchedule,
  WorkflowSchedule,
} from './schedule.js';
import { ScheduledWork } from './submitting/scheduled-work.js';
import { dueOf } from './ticking/tick-plan.js';
import { type TickRule, TickTimes } from './times/tick-times.js';

/** Others tick or change a schedule between reading and writing it: then it is read again. */
const MOST_TRIES = 10;

/** The author of a change. */
export interface ScheduleAuthor {
  /** Name of the API key, `anonymous`, or `code`. */
  readonly by: string;
  /** Name of the API key under which its tasks run. */
  readonly submittedBy?: string | undefined;
  /** Identifies the declaration, if code declares it. */
  readonly fingerprint?: string;
}

/** Fields of a definition to change; the others stay. A task and a workflow replace each other. */
export type DefinitionChange = Partial<ScheduleRules & Work>;

/** Either a task with payload and options, or a workflow. */
type Work = Pick<TaskSchedule, 'task' | 'payload' | 'options'> & Pick<WorkflowSchedule, 'workflow'>;

/** Creates, changes and removes schedules. */
@Injectable()
export class ScheduleChanges {
  constructor(
    private readonly store: ScheduleStore,
    private readonly work: ScheduledWork,
  ) {}

  /**
   * Creates a schedule or replaces its definition. A pause stays, and so does the next tick, unless the times change.
   *
   * @throws InvalidScheduleError, InvalidInputError for the payload, InvalidWorkflowError, PayloadTooLargeError,
   * WebhookRefusedError, ScheduleChangedError, BrokerUnavailableError
   */
  async put(id: string, definition: ScheduleDefinition, author: ScheduleAuthor): Promise<{ isNew: boolean }> {
    checkId(id);
    const sealed = this.work.seal(checkDefinition(definition), author.fingerprint !== undefined);
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

  /** The work is checked again only if it changes. */
  private changed({ definition: old }: Schedule, change: DefinitionChange): SealedDefinition {
    const { task, payload, options, workflow, ...changed } = change;
    if ([task, payload, options, workflow].every((one) => one === undefined))
      return checkDefinition({ ...old, ...changed });
    const rules = { ...rulesOf(old), ...changed };
    return this.work.seal(checkDefinition({ ...rules, ...this.workAfter(old, change) }), false);
  }

  private workAfter(old: SealedDefinition, { task, payload, options, workflow }: DefinitionChange) {
    if (workflow !== undefined) return { workflow };
    if (task !== undefined && old.workflow !== undefined)
      return { task, payload: payload ?? {}, options: options ?? {} };
    if (old.workflow !== undefined)
      throw new InvalidScheduleError(
        payload === undefined ? 'options' : 'payload',
        'must not be given for a workflow: each of its steps has its own',
      );
    return {
      task: task ?? old.task,
      payload: payload ?? this.payloadFor(task ?? old.task, old),
      options: options ?? old.options,
    };
  }

  private payloadFor(task: string, old: SealedTaskSchedule): object {
    if (task !== old.task && (old.sealed ?? []).length > 0)
      throw new InvalidScheduleError('payload', 'must be given again: another task may show its secrets');
    return this.opened(old);
  }

  private opened(definition: SealedTaskSchedule): object {
    try {
      return this.work.payloadOf(definition);
    } catch (error) {
      if (!(error instanceof PayloadKeyError || error instanceof BrokenPayloadError)) throw error;
      throw new InvalidScheduleError('payload', `must be given again. ${error.message}`);
    }
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
  if (tick === null && !mayEnd) throw noTickLeft(definition);
  return old?.pause ? null : tick;
}

function noTickLeft({ endAt }: TickRule): InvalidScheduleError {
  return endAt === null
    ? new InvalidScheduleError('startAt', 'is too late: no tick follows')
    : new InvalidScheduleError('endAt', 'leaves no tick: the last one would be in the past');
}

function timesOf({ cron, everyMs, tz, startAt, endAt }: TickRule): string {
  return JSON.stringify([cron, everyMs, tz, startAt, endAt]);
}

function rulesOf(definition: SealedDefinition): ScheduleRules {
  const { cron, everyMs, tz, startAt, endAt, overlap, catchUp, catchUpWindowMs, jitterMs, note } = definition;
  return { cron, everyMs, tz, startAt, endAt, overlap, catchUp, catchUpWindowMs, jitterMs, note };
}
