import { type CatchUp, type Overlap, catchUps, overlaps } from '../task/options/schedule-options.js';
import { InvalidScheduleError } from './schedule.errors.js';
import {
  SCHEDULE_ID,
  type ScheduleDefinition,
  type ScheduleRules,
  type SealedDefinition,
  type TaskSchedule,
  type WorkflowSchedule,
} from './schedule.js';
import { TickTimes } from './times/tick-times.js';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
const LONGEST_NOTE = 500;
/** A submit may have 20, and the schedule adds its own. */
const MOST_TAGS = 19;

type GivenTask = Pick<TaskSchedule, 'task' | 'payload'> & Partial<TaskSchedule>;
type GivenWorkflow = Pick<WorkflowSchedule, 'workflow'> & Partial<WorkflowSchedule>;

/** A definition with every default. */
export function withDefaults(given: GivenTask | GivenWorkflow): ScheduleDefinition {
  const rules: ScheduleRules = {
    ...{ tz: 'UTC', startAt: null, endAt: null, note: null },
    ...{ overlap: 'skip', catchUp: 'last', catchUpWindowMs: DAY_MS, jitterMs: 0 },
  };
  if (given.workflow !== undefined) return { ...rules, ...withoutUndefined(given) };
  return { ...rules, options: {}, ...withoutUndefined(given) };
}

function withoutUndefined<T extends object>(given: T): T {
  // Only properties without a value are left out.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}

/**
 * Checks all of a definition but its task or workflow.
 *
 * @returns the definition
 * @throws InvalidScheduleError that names the wrong field
 */
export function checkDefinition<T extends ScheduleDefinition | SealedDefinition>(definition: T): T {
  new TickTimes(definition);
  const { overlap, catchUp, catchUpWindowMs, jitterMs, note } = definition;
  checkWord('overlap', overlap, overlaps);
  checkWord('catchUp', catchUp, catchUps);
  checkDuration('catchUpWindowMs', catchUpWindowMs, YEAR_MS);
  checkDuration('jitterMs', jitterMs, DAY_MS);
  if (note !== null && note.length > LONGEST_NOTE)
    throw new InvalidScheduleError('note', `must have at most ${LONGEST_NOTE} characters`);
  if (definition.workflow === undefined && (definition.options.tags?.length ?? 0) > MOST_TAGS)
    throw new InvalidScheduleError(
      'options',
      `must have at most ${MOST_TAGS} tags: the schedule adds its own`,
    );
  return definition;
}

/** @throws InvalidScheduleError */
export function checkId(id: string): void {
  if (SCHEDULE_ID.test(id)) return;
  throw new InvalidScheduleError(
    'id',
    'must be 1 to 80 small letters, digits, dots, hyphens and underscores',
  );
}

function checkWord(field: string, value: Overlap | CatchUp, words: readonly string[]): void {
  if (!words.includes(value)) throw new InvalidScheduleError(field, `must be one of ${words.join(', ')}`);
}

function checkDuration(field: string, value: number, longest: number): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= longest) return;
  throw new InvalidScheduleError(field, `must be a whole number of ms from 0 to ${longest}`);
}
