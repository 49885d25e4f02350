import type { Deduplicate, DeduplicationKey } from '../task/options/deduplicate.js';
import { storedFollowUps } from '../task/options/follow-up.js';
import { type FieldSource, sparseObjectMaker } from '../task/object-maker.js';
import type { StoredOptions } from '../task/options/stored-options.js';
import type { SubmitOptions } from '../task/options/submit-options.js';
import {
  type Convert,
  type OptionColumn,
  type StoredColumn,
  type TypeIn,
  rowsOf,
} from '../task/task-field.js';
import { type RowsWith, type TaskFields, taskFields } from '../task/task-fields.js';
import type { TaskOptions } from '../task/task.js';
import { BACKOFF_TYPE, type TaskJobOptions } from './task-job.js';

type StoredRows = Pick<TaskFields, RowsWith<{ readonly stored: StoredColumn }>>;
type GivenRows = Pick<TaskFields, RowsWith<{ readonly stored: { readonly given: true } }>>;
type WrittenRows = RowsWith<{ readonly stored: { readonly write: unknown } }>;

/** Values that the caller cannot choose. */
export type Given = {
  readonly [Name in keyof GivenRows]?: TypeIn<GivenRows[Name]['stored']['type']> | undefined;
} & {
  readonly id: string;
  /** ms since 1970 */
  readonly now: number;
  readonly retentionMs: number;
};

/** The sources of a job's options. */
interface Submit {
  readonly task: TaskOptions<object>;
  readonly call: SubmitOptions;
  readonly given: Given;
}

/** The stored values that depend on more than one option. */
const DECIDED: {
  readonly [Name in Exclude<keyof StoredRows, WrittenRows | keyof GivenRows>]: (
    submit: Submit,
  ) => TypeIn<StoredRows[Name]['stored']['type']> | undefined;
} = {
  retentionMs: ({ task, call, given }) =>
    retentionOf(call.retentionMs ?? task.retentionMs, call.deduplicate?.ttlMs, given.retentionMs),
  delayMs: ({ call, given }) => delayOf(call, given.now),
  deduplicate: ({ task, call, given }) =>
    call.deduplicate && deduplicationOf(task.name, call.deduplicate, given.submittedBy),
  debounced: ({ call }) => (call.deduplicate?.mode === 'debounce' ? true : undefined),
  // The results of the items of an `each` are no result of the task.
  followUps: ({ task, call, given }) => (given.stepRole?.isEach ? undefined : storedFollowUps(task, call)),
  sealed: () => undefined, // set by JobWriter after it has encrypted the payload
};

/** Creates `jobOptionsOf` for a table. */
export function jobOptionsMaker(
  fields: TaskFields,
): (task: TaskOptions<object>, call: SubmitOptions, given: Given) => TaskJobOptions {
  const stored = rowsOf(fields).flatMap(([name, { option, stored: column }]): [string, FieldSource][] =>
    column === undefined ? [] : [[column.as, sourceOf(name, column, option)]],
  );
  const made = sparseObjectMaker<Submit, TaskJobOptions>([
    ['jobId', { at: ['given', 'id'] }],
    ['timestamp', { at: ['given', 'now'] }],
    ['backoff', { convert: () => ({ type: BACKOFF_TYPE }) }],
    ...stored,
  ]);
  return (task, call, given) => made({ task, call, given });
}

/** Merges the options of a task and of a call into those stored with the job. */
export const jobOptionsOf = jobOptionsMaker(taskFields);

function sourceOf(
  name: string,
  { given, write }: StoredColumn,
  option: OptionColumn | undefined,
): FieldSource {
  if (given) return { at: ['given', name], convert: (value: unknown) => value || undefined };
  const decided: Partial<Record<string, (submit: Submit) => unknown>> = DECIDED;
  const decide = decided[name];
  return decide
    ? { convert: decide }
    : { at: ['call', name], convert: writer(name, write as Convert, option) };
}

/** Uses the option of the call, or else that of the task type, or else the general default. */
function writer(name: string, write: Convert, option: OptionColumn | undefined) {
  const { ofTask = false, otherwise } = option ?? {};
  return (called: unknown, { task }: Submit): unknown => {
    const chosen: unknown = called ?? (ofTask ? Reflect.get(task, name) : undefined) ?? otherwise;
    return chosen === undefined ? undefined : write(chosen);
  };
}

/** A task stays readable as long as its deduplication key counts, because a submit may return it. */
function retentionOf(
  own: number | undefined,
  keyMs: number | undefined,
  defaultMs: number,
): number | undefined {
  return keyMs === undefined ? own : Math.max(own ?? defaultMs, keyMs);
}

function delayOf({ delayMs, runAt, deduplicate }: SubmitOptions, now: number): number | undefined {
  const debounce = deduplicate?.mode === 'debounce' ? deduplicate.ttlMs : undefined;
  const delay = delayMs ?? (runAt ? runAt.getTime() - now : debounce);
  return delay !== undefined && delay > 0 ? delay : undefined;
}

function deduplicationOf(
  task: string,
  { key, ttlMs }: Deduplicate,
  caller: string | undefined,
): StoredOptions['deduplication'] {
  return { id: deduplicationId(caller, task, key), ...(ttlMs && { ttl: ttlMs }) };
}

/**
 * The name of a deduplication key, unique per caller and task type. It is a JSON list, because a caller's key may
 * contain any separator.
 *
 * @param caller the name of the API key that submitted the task, or its root task; undefined without keys
 */
export function deduplicationId(caller: string | undefined, task: string, key: DeduplicationKey): string {
  return JSON.stringify([caller ?? null, task, ...[key].flat()]);
}
