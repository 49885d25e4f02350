import type { WorkState } from './ticking/tick-plan.js';
import type { Schedule, ScheduleDefinition, SealedDefinition } from './schedule.js';

/** One submit of a schedule. */
export interface TickWork {
  readonly schedule: Schedule;
  /** The id under which it is stored: submitted twice, it exists once. */
  readonly id: string;
  /** ms since 1970. Default: now. */
  readonly at?: number;
}

/** The answer to a submit: the id of the work, or why it is not stored. */
export type WorkOutcome = { readonly id: string } | { readonly refused: WorkRefusal };

export interface WorkRefusal {
  /** `skipped`: the moment is wrong (a closed queue). `failed`: the schedule is (a payload that its task refuses). */
  readonly outcome: 'skipped' | 'failed';
  readonly reason: string;
}

/** What schedules submit. The ticker knows no more of it than this: today there are tasks. */
export interface ScheduledWork {
  /**
   * Checks a definition and encrypts its secrets.
   *
   * @param isOwn whether it is declared in code, which may name internal tasks
   * @throws InvalidScheduleError, InvalidInputError for the payload, and the errors of a submit
   */
  seal(definition: ScheduleDefinition, isOwn: boolean): SealedDefinition;
  /** The payload with its secrets: pass it no further than necessary. @throws PayloadKeyError, BrokenPayloadError */
  open(definition: SealedDefinition): object;
  /** Whether this process can submit it; another one may be newer. */
  knows(definition: SealedDefinition): boolean;
  /** States by id, without those that do not exist. */
  look(ids: readonly string[]): Promise<ReadonlyMap<string, WorkState>>;
  /** In order. @throws BrokerUnavailableError: each may or may not be stored */
  submit(works: readonly TickWork[]): Promise<WorkOutcome[]>;
  /** Cancels what has not ended. */
  cancel(ids: readonly string[], reason: string): Promise<void>;
}
