import { type Backoff, DEFAULT_BACKOFF } from '../../core/task/options/retry-policy.js';
import type { Deduplicate } from '../../core/task/options/deduplicate.js';
import { sparseObjectMaker } from '../../core/task/object-maker.js';
import type { OptionRows, SubmitOptions } from '../../core/task/options/submit-options.js';
import { type Convert, rowsOf } from '../../core/task/task-field.js';
import { type TaskFields, taskFields } from '../../core/task/task-fields.js';
import type { BackoffDto, DeduplicateDto, SubmitOptionsDto } from './submit-options.dto.js';

type DtoType<Name extends keyof OptionRows> = NonNullable<
  SubmitOptionsDto[OptionRows[Name]['option']['json']]
>;

/** Converters from the JSON of an option to the option, where they differ. */
const FROM_JSON: {
  readonly [Name in keyof OptionRows as DtoType<Name> extends SubmitOptions[Name] ? never : Name]: (
    json: DtoType<Name>,
  ) => SubmitOptions[Name];
} = {
  runAt: dateOf,
  expiresAt: dateOf,
  backoff: backoffOf,
  deduplicate: deduplicateOf,
};

const optionsOf = submitOptionsMaker(taskFields);

/** The only mapping from the options' JSON to the core's options. A missing option falls back to that of the task type. */
export function submitOptionsOf(dto: SubmitOptionsDto | null | undefined): SubmitOptions {
  return dto ? optionsOf(dto) : {};
}

/** Creates the function that reads options according to a table. */
export function submitOptionsMaker(fields: TaskFields): (dto: SubmitOptionsDto) => SubmitOptions {
  const converts: Partial<Record<string, (json: never) => unknown>> = FROM_JSON;
  return sparseObjectMaker(
    rowsOf(fields).flatMap(([name, { option }]) =>
      option ? [[name, { at: [option.json], convert: unlessNull(converts[name]) }]] : [],
    ),
  );
}

/** JSON's null counts as omitted. */
function unlessNull(convert: ((json: never) => unknown) | undefined) {
  return (json: unknown): unknown => {
    if (json === null || json === undefined) return undefined;
    return convert ? (convert as Convert)(json) : json;
  };
}

function dateOf(json: string): Date {
  return new Date(json);
}

function deduplicateOf({ key, mode, ttl_ms: ttlMs }: DeduplicateDto): Deduplicate {
  return { key, mode: mode ?? 'unique', ...withoutNothing({ ttlMs }) };
}

/** JSON's null counts as omitted. */
function backoffOf(dto: BackoffDto): Backoff {
  const given = { type: dto.type, delayMs: dto.delay_ms, maxMs: dto.max_ms, jitter: dto.jitter };
  return { ...DEFAULT_BACKOFF, ...withoutNothing(given) };
}

function withoutNothing<T extends object>(value: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  const given: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) if (one !== undefined && one !== null) given[name] = one;
  return given as Partial<{ [K in keyof T]: NonNullable<T[K]> }>;
}
