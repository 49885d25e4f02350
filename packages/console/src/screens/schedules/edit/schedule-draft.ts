import type { ScheduleBody } from '../../../api/schedules.js';
import type { Schedule } from '../../../api/types.js';
import { type JsonValue, parsedOrUndefined, printJson } from '../../../json/json.js';
import { cronFault } from '../rule/cron-fault.js';
import { type Rule, ruleOf, wireOf } from '../rule/rule.js';
import { timeOf, wallClock } from '../wall-clock.js';

/** The form, as it is typed. */
export interface Draft {
  readonly id: string;
  readonly rule: Rule;
  readonly tz: string;
  readonly kind: 'task' | 'workflow';
  readonly task: string;
  /** JSON texts; undefined where the role of the person does not see them: then they stay as they are. */
  readonly payload: string | undefined;
  readonly options: string;
  readonly workflow: string;
  readonly overlap: Schedule['overlap'];
  readonly catchUp: Schedule['catch_up'];
  /** Seconds and hours, as typed. */
  readonly jitterS: string;
  readonly windowH: string;
  /** As of an input for a date with a time; empty: none. */
  readonly startAt: string;
  readonly endAt: string;
  readonly note: string;
}

const HOUR_MS = 3_600_000;

export function newDraft(tz: string): Draft {
  return {
    ...{ id: '', rule: { kind: 'daily', time: '03:00' }, tz },
    ...{ kind: 'task', task: '', payload: '{}', options: '{}', workflow: '' },
    ...{ overlap: 'skip', catchUp: 'last', jitterS: '0', windowH: '24' },
    ...{ startAt: '', endAt: '', note: '' },
  };
}

export function draftOf(schedule: Schedule): Draft {
  const { start_at: start, end_at: end, payload, options, workflow } = schedule;
  return {
    id: schedule.schedule_id,
    rule: ruleOf(schedule),
    tz: schedule.tz,
    kind: workflow === null ? 'task' : 'workflow',
    task: schedule.task ?? '',
    payload: payload === null ? undefined : printed(payload),
    options: printed(options),
    workflow: workflow === null ? '' : printed(workflow),
    overlap: schedule.overlap,
    catchUp: schedule.catch_up,
    jitterS: String(schedule.jitter_ms / 1_000),
    windowH: String(schedule.catch_up_window_ms / HOUR_MS),
    startAt: start === null ? '' : wallClock(Date.parse(start)),
    endAt: end === null ? '' : wallClock(Date.parse(end)),
    note: schedule.note ?? '',
  };
}

/** Body of the request; for an existing schedule, only the changed fields. Undefined while something is missing. */
export function bodyOf(draft: Draft, before?: Draft): ScheduleBody | undefined {
  if (faultsOf(draft).length > 0) return undefined;
  const body = wholeBody(draft);
  if (before === undefined) return body;
  const old = wholeBody(before) as Readonly<Record<string, unknown>>;
  const changed = Object.entries(body).filter(([name, value]) => !isEqual(value, old[name]));
  const fields: ScheduleBody = Object.fromEntries(changed);
  // The rule is one of two fields, and a task is one with its payload.
  if ('cron' in fields || 'every_ms' in fields) Object.assign(fields, ruleFieldsOf(draft));
  if (draft.kind === 'task' && before.kind === 'workflow') Object.assign(fields, workOf(draft));
  return fields;
}

function wholeBody(draft: Draft): ScheduleBody {
  return {
    ...ruleFieldsOf(draft),
    ...workOf(draft),
    tz: draft.tz,
    start_at: timeOf(draft.startAt) ?? null,
    end_at: timeOf(draft.endAt) ?? null,
    overlap: draft.overlap,
    catch_up: draft.catchUp,
    catch_up_window_ms: Math.round(Number(draft.windowH) * HOUR_MS),
    jitter_ms: Math.round(Number(draft.jitterS) * 1_000),
    note: draft.note.trim() === '' ? null : draft.note.trim(),
  };
}

function ruleFieldsOf({ rule }: Draft): ScheduleBody {
  const { cron = null, every_ms: everyMs = null } = wireOf(rule) ?? {};
  return cron === null ? { every_ms: everyMs } : { cron };
}

function workOf({ kind, task, payload, options, workflow }: Draft): ScheduleBody {
  // The body is JSON of a person, whose numbers keep their digits: they are no numbers for the compiler.
  if (kind === 'workflow') return { workflow: parsedOrUndefined(workflow) } as unknown as ScheduleBody;
  return {
    task,
    ...(payload !== undefined && { payload: parsedOrUndefined(payload) }),
    options: parsedOrUndefined(options),
  } as unknown as ScheduleBody;
}

/** Missing fields, in words. The API checks the rest. */
export function faultsOf(draft: Draft): string[] {
  const { id, rule, kind, task, payload = '{}', options, workflow } = draft;
  const faults: string[] = [];
  if (id === '') faults.push('an ID');
  if (wireOf(rule) === undefined || ruleFault(rule) !== undefined) faults.push('the times');
  if (kind === 'task' && task === '') faults.push('a task');
  const texts = kind === 'task' ? [payload, options] : [workflow];
  if (texts.some((text) => parsedOrUndefined(text) === undefined)) faults.push('valid JSON');
  return faults;
}

/** Obvious mistakes in a rule. */
export function ruleFault(rule: Rule): string | undefined {
  return rule.kind === 'cron' ? cronFault(rule.text) : undefined;
}

function printed(value: object): string {
  return printJson(value as JsonValue);
}

function isEqual(a: unknown, b: unknown): boolean {
  return printJson((a ?? null) as JsonValue) === printJson((b ?? null) as JsonValue);
}
