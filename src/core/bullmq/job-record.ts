import type { PastRevocation } from '../task/task-status.js';
import { storedNumbers } from '../task/options/stored-options.js';
import { taskFields } from '../task/task-fields.js';
import { ASIDE_DUE, DELAYED_STEP, jobField } from './layout.js';
import { type TaskJobOptions, ownFields } from './task-job.js';

/** The fields of a job's hash that are read, in the order of the request. */
export const recordFields = [
  jobField.name,
  jobField.options,
  jobField.timestamp,
  jobField.processedOn,
  jobField.finishedOn,
  jobField.progress,
  jobField.result,
  jobField.failedReason,
  jobField.stacks,
  jobField.attemptsMade,
  jobField.attemptsStarted,
  jobField.stalls,
  jobField.worker,
  ownFields.revoked,
  ownFields.runAt,
  ownFields.revocations,
  ownFields.cancelRequestedAt,
  ownFields.retriedAt,
  ownFields.crashes,
  ownFields.lines,
  ownFields.replacedBy,
] as const;

/** Replaces a result that was not read because of its size. No JSON begins like this. */
export const RESULT_LEFT_OUT = '-left out-';

type Field = (typeof recordFields)[number];

/** A parsed job from Redis. Times are in ms since 1970; null means never written. */
export interface JobRecord {
  readonly name: string;
  readonly options: Partial<TaskJobOptions>;
  readonly timestamp: number;
  readonly processedOn: number | null;
  readonly finishedOn: number | null;
  readonly progress: number | object | null;
  /** undefined if none was written, unlike a result that is null. */
  readonly returnvalue: unknown;
  /** True if the result was not read because of its size; `returnvalue` is then null. */
  readonly isResultLeftOut: boolean;
  readonly failedReason: string | null;
  readonly stacks: readonly string[];
  readonly attemptsMade: number;
  readonly attemptsStarted: number;
  /** Number of times that its worker died or was unreachable for longer than its lock. */
  readonly stalls: number;
  /** Number of deaths of quarantine processes that ran it. */
  readonly crashes: number;
  readonly worker: string | null;
  readonly revoked: string | null;
  /** The planned start of a task that was revoked while it was delayed. */
  readonly plannedAt: number | null;
  /** Revocations undone by a retry, oldest first. */
  readonly revocations: readonly PastRevocation[];
  readonly cancelRequestedAt: number | null;
  readonly retriedAt: number | null;
  /** Number of lines logged since the submit; the oldest may be gone. */
  readonly lines: number;
  /** The workflow by which it has replaced itself. */
  readonly replacedBy: string | null;
  /** True if it is in its queue's list of running jobs. */
  readonly isActive: boolean;
  /** null if it is not delayed, or set aside. */
  readonly delayedUntil: number | null;
}

/**
 * @param values the values of `recordFields`, as returned by HMGET
 * @param delayedScore the job's score in its queue's set of delayed jobs: see `DELAYED_STEP`
 */
export function parseRecord(
  values: readonly (string | null)[],
  isActive: boolean,
  delayedScore: string | null,
): JobRecord {
  const field = (name: Field): string | null => values[recordFields.indexOf(name)] ?? null;
  return {
    name: field(jobField.name) ?? '',
    options: optionsOf(field(jobField.options)),
    timestamp: numberOrNull(field(jobField.timestamp)) ?? 0,
    processedOn: numberOrNull(field(jobField.processedOn)),
    finishedOn: numberOrNull(field(jobField.finishedOn)),
    progress: progressOf(field(jobField.progress)),
    returnvalue: field(jobField.result) === null ? undefined : parseJson(field(jobField.result)),
    isResultLeftOut: field(jobField.result) === RESULT_LEFT_OUT,
    failedReason: field(jobField.failedReason),
    stacks: stacksOf(field(jobField.stacks)),
    attemptsMade: Number(field(jobField.attemptsMade) ?? 0),
    attemptsStarted: Number(field(jobField.attemptsStarted) ?? 0),
    stalls: Number(field(jobField.stalls) ?? 0),
    crashes: Number(field(ownFields.crashes) ?? 0),
    worker: field(jobField.worker),
    revoked: field(ownFields.revoked),
    plannedAt: numberOrNull(field(ownFields.runAt)),
    revocations: revocationsOf(field(ownFields.revocations)),
    cancelRequestedAt: numberOrNull(field(ownFields.cancelRequestedAt)),
    retriedAt: numberOrNull(field(ownFields.retriedAt)),
    lines: Number(field(ownFields.lines) ?? 0),
    replacedBy: field(ownFields.replacedBy),
    isActive,
    delayedUntil: delayedScore === null ? null : dueOf(delayedScore),
  };
}

/** The record of a job that was just stored, without any events. */
export function newRecord(name: string, options: TaskJobOptions): JobRecord {
  const { timestamp, delay } = options;
  return {
    name,
    options,
    timestamp,
    processedOn: null,
    finishedOn: null,
    progress: null,
    returnvalue: undefined,
    isResultLeftOut: false,
    failedReason: null,
    stacks: [],
    attemptsMade: 0,
    attemptsStarted: 0,
    stalls: 0,
    crashes: 0,
    worker: null,
    revoked: null,
    plannedAt: null,
    revocations: [],
    cancelRequestedAt: null,
    retriedAt: null,
    lines: 0,
    replacedBy: null,
    isActive: false,
    delayedUntil: delay ? timestamp + delay : null,
  };
}

/**
 * The earliest start of a task, or its planned start, in ms since 1970; null if it has, or had, no delay.
 *
 * @param isOver true if it runs or is final, so that it no longer waits
 */
export function runAtOf(record: JobRecord, isOver: boolean): number | null {
  const { delayedUntil, plannedAt, options, timestamp } = record;
  if (delayedUntil !== null || !isOver) return delayedUntil;
  return plannedAt ?? (options.delay ? timestamp + options.delay : null);
}

/** BullMQ initially writes 0, which means that no progress was reported. */
function progressOf(text: string | null): JobRecord['progress'] {
  const value = parseJson(text);
  if (typeof value === 'number') return value === 0 ? null : value;
  return typeof value === 'object' ? value : null;
}

/** Parses a job's options. */
export function optionsOf(text: string | null): Partial<TaskJobOptions> {
  const value = parseJson(text);
  // TaskQueue or another producer of the queue has written it, so every field is optional.
  return typeof value === 'object' && value !== null ? withSoundNumbers(value) : {};
}

/**
 * Drops invalid numbers: JSON turns NaN and Infinity into null, and earlier versions and other producers stored them
 * unchecked.
 */
function withSoundNumbers(options: Partial<Record<string, unknown>>): Partial<TaskJobOptions> {
  for (const name of NUMBERS)
    if (name in options && !Number.isFinite(options[name])) Reflect.deleteProperty(options, name);
  return options;
}

const NUMBERS = storedNumbers(taskFields);

function stacksOf(text: string | null): string[] {
  const value = parseJson(text);
  return Array.isArray(value) ? value.filter((stack) => typeof stack === 'string') : [];
}

/** Only `Requeue` writes it. */
function revocationsOf(text: string | null): readonly PastRevocation[] {
  const value = text === null ? null : parseJson(text);
  return Array.isArray(value) ? (value as readonly PastRevocation[]) : [];
}

function parseJson(text: string | null): unknown {
  if (text === null || text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // a job of another program: shown as far as it can be read
  }
}

function numberOrNull(text: string | null): number | null {
  const number = text === null || text === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? null : number;
}

/** A job that is set aside waits for no time. */
function dueOf(score: string): number | null {
  const due = Math.floor(scoreOf(score) / DELAYED_STEP);
  return due >= ASIDE_DUE && due !== Infinity ? null : due;
}

/** Redis writes an infinite score as `inf`. */
function scoreOf(text: string): number {
  return text.endsWith('inf') ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
}
