import { optionBounds } from './option-bounds.js';
import {
  type OptionCheck,
  backoffCheck,
  errorClasses,
  number,
  object,
  oneOf,
  queueName,
} from './option-check.js';
import { type Backoff, DEFAULT_BACKOFF } from './retry-policy.js';
import type { SubmitOptions } from './submit-options.js';
import { type OptionColumn, rowsOf } from '../task-field.js';
import { taskFields } from '../task-fields.js';
import type { TaskOptions } from '../task.js';

type Checks = readonly (readonly [name: string, check: OptionCheck])[];

const { rateLimit } = optionBounds;

const SUBMIT_CHECKS = checksOf(() => true);

const TASK_CHECKS: Checks = [
  ...checksOf((option) => option.ofTask === true),
  ['queue', queueName], // TaskRegistry knows whether it is defined
  ['rateLimit', object({ max: number(rateLimit.max), durationMs: number(rateLimit.durationMs) })],
  ['retryOn', errorClasses],
  ['dontRetryOn', errorClasses],
  ['isolation', oneOf(['inline', 'thread'])],
];

/** The first problem of the options of a @Task: `timeoutMs must be …, but is NaN`. */
export function faultInTask(options: TaskOptions<object>): string | undefined {
  return firstFault(TASK_CHECKS, options);
}

/** The first problem of the options of a submit. */
export function faultInSubmit(options: SubmitOptions): string | undefined {
  return firstFault(SUBMIT_CHECKS, options) ?? contradiction(options);
}

/** The options without invalid ones, which an earlier version may have stored, so that they can be submitted again. */
export function withoutFaults(options: SubmitOptions): SubmitOptions {
  const faulty = SUBMIT_CHECKS.filter(([name, check]) => faultIn(options, name, check) !== undefined);
  const names = new Set(faulty.map(([name]) => name));
  return Object.fromEntries(Object.entries(options).filter(([name]) => !names.has(name)));
}

/** The backoff stored with a job, or the default if it is missing or invalid. */
export function soundBackoff(stored: Backoff | undefined): Backoff {
  return stored !== undefined && backoffCheck(stored) === undefined ? stored : DEFAULT_BACKOFF;
}

function contradiction({ delayMs, runAt, deduplicate: key }: SubmitOptions): string | undefined {
  if (delayMs !== undefined && runAt !== undefined) return 'delayMs and runAt must not be given together';
  if (key !== undefined && key.mode !== 'unique' && key.ttlMs === undefined)
    return `deduplicate.ttlMs must be given with the mode ${key.mode}`;
  return undefined;
}

function checksOf(isMeant: (option: OptionColumn) => boolean): Checks {
  return rowsOf(taskFields).flatMap(([name, { option }]) =>
    option?.check !== undefined && isMeant(option) ? [[name, option.check] as const] : [],
  );
}

function firstFault(checks: Checks, options: object): string | undefined {
  for (const [name, check] of checks) {
    const fault = faultIn(options, name, check);
    if (fault !== undefined) return name + fault;
  }
  return undefined;
}

function faultIn(options: object, name: string, check: OptionCheck): string | undefined {
  const value: unknown = Reflect.get(options, name);
  return value === undefined ? undefined : check(value);
}
