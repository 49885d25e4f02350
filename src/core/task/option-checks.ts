import { queueNames } from '../../platform/config/queue-names.js';
import { type Bounds, TIMES, faultOf, isWithin, mustBe } from '../../platform/validation/rules/bounds.js';
import { optionBounds } from './option-bounds.js';
import { priorities } from './priority.js';
import { type Backoff, DEFAULT_BACKOFF, backoffTypes } from './retry-policy.js';
import type { SubmitOptions } from './submit-options.js';
import { deduplicateModes } from './deduplicate.js';
import type { TaskOptions } from './task.js';

/** What is wrong with a value, to stand behind the option's name: ` must be …`, or `.delayMs must be …` inside it. */
type Check = (value: unknown) => string | undefined;

const { backoff, rateLimit, deduplicate } = optionBounds;

const COMMON = {
  attempts: number(optionBounds.attempts),
  timeoutMs: number(optionBounds.timeoutMs),
  retentionMs: number(optionBounds.retentionMs),
  priority: oneOf(priorities),
  backoff: object({
    type: optional(oneOf(backoffTypes)), // without one, every wait is the same
    delayMs: number(backoff.delayMs),
    maxMs: optional(number(backoff.maxMs)),
    jitter: optional(number(backoff.jitter)),
  }),
};

const TASK_CHECKS: readonly (readonly [keyof TaskOptions<object>, Check])[] = entriesOf({
  ...COMMON,
  queue: oneOf(queueNames),
  rateLimit: object({
    max: number(rateLimit.max),
    durationMs: number(rateLimit.durationMs),
  }),
  isolation: oneOf(['inline', 'thread']),
});

const SUBMIT_CHECKS: readonly (readonly [keyof SubmitOptions, Check])[] = entriesOf({
  ...COMMON,
  delayMs: number(optionBounds.delayMs),
  runAt: time,
  expiresAt: time,
  deduplicate: object({
    key: (value) => (Array.isArray(value) ? texts(value) : text(value)),
    mode: oneOf(deduplicateModes),
    ttlMs: optional(number(deduplicate.ttlMs)),
  }),
  tags: texts,
});

/** What is wrong with the options of a @Task: `timeoutMs must be …, but is NaN`. */
export function faultInTask(options: TaskOptions<object>): string | undefined {
  return firstFault(TASK_CHECKS, options);
}

/** What is wrong with the options of a submit. */
export function faultInSubmit(options: SubmitOptions): string | undefined {
  return firstFault(SUBMIT_CHECKS, options) ?? contradiction(options);
}

/** The options without those that are not taken: what an earlier version stored is submitted again without them. */
export function withoutFaults(options: SubmitOptions): SubmitOptions {
  const faulty = SUBMIT_CHECKS.filter(
    ([name, check]) => options[name] !== undefined && check(options[name]) !== undefined,
  ).map(([name]) => name);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !faulty.some((one) => one === name)));
}

/** The wait that is stored with a job; the default where none is, or one that is not taken. */
export function soundBackoff(stored: Backoff | undefined): Backoff {
  return stored !== undefined && COMMON.backoff(stored) === undefined ? stored : DEFAULT_BACKOFF;
}

function contradiction({ delayMs, runAt, deduplicate: key }: SubmitOptions): string | undefined {
  if (delayMs !== undefined && runAt !== undefined) return 'delayMs and runAt must not be given together';
  if (key !== undefined && key.mode !== 'unique' && key.ttlMs === undefined)
    return `deduplicate.ttlMs must be given with the mode ${key.mode}`;
  return undefined;
}

function firstFault<T extends object>(
  checks: readonly (readonly [keyof T & string, Check])[],
  options: T,
): string | undefined {
  for (const [name, check] of checks) {
    const value: unknown = options[name];
    const fault = value === undefined ? undefined : check(value);
    if (fault !== undefined) return name + fault;
  }
  return undefined;
}

function entriesOf<Name extends string>(checks: Readonly<Record<Name, Check>>): [Name, Check][] {
  return Object.entries(checks) as [Name, Check][]; // the names are the keys of what was given
}

function number(bounds: Bounds): Check {
  return (value) => withName(faultOf(value, bounds));
}

function oneOf(words: readonly string[]): Check {
  const expected = `one of ${words.join(', ')}`;
  return (value) => (words.some((word) => word === value) ? undefined : withName(mustBe(expected, value)));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== ''
    ? undefined
    : withName(mustBe('a text that is not empty', value));
}

function texts(value: unknown): string | undefined {
  const isRight = Array.isArray(value) && value.every((one) => text(one) === undefined);
  return isRight ? undefined : withName(mustBe('a list of texts that are not empty', value));
}

function time(value: unknown): string | undefined {
  const isRight = value instanceof Date && isWithin(value.getTime(), TIMES);
  return isRight ? undefined : withName(mustBe('a valid Date in the years 0 to 9999', value));
}

/** An object with these fields. */
function object(fields: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(fields);
  return (value) => {
    if (typeof value !== 'object' || value === null) return withName(mustBe('an object', value));
    for (const [name, check] of checks) {
      const fault = check(Reflect.get(value, name));
      if (fault !== undefined) return `.${name}${fault}`;
    }
    return undefined;
  };
}

function optional(check: Check): Check {
  return (value) => (value === undefined ? undefined : check(value));
}

/** The word that keeps it apart from the name in front of it. */
function withName(fault: string | undefined): string | undefined {
  return fault === undefined ? undefined : ` ${fault}`;
}
