import type { Condition, Pattern, Range } from '../query/condition.js';
import type { NameSieve, Sieve, TagSieve, TimeSieve } from '../bullmq/scripts/sieve-jobs.js';
import { isPlain } from '../bullmq/scripts/sieve-jobs.js';
import { documentsIn } from '../query/resolve-query.js';
import { isTaskId } from '../task/task-id.js';
import { type TaskStatus, taskStatuses } from '../task/task-status.js';

/** Plan for a search of the broker. It may find too many tasks, never too few. */
export interface SearchPlan {
  readonly statuses: ReadonlySet<TaskStatus>;
  readonly sieve: Sieve;
  /** Only these tasks can fit; undefined: any. */
  readonly ids: readonly string[] | undefined;
  /** True if the whole payload, or the whole result, decides. */
  readonly needsPayload: boolean;
  readonly needsResult: boolean;
}

export function planOf(conditions: readonly Condition[]): SearchPlan {
  const statuses = statusesIn(conditions);
  const documents = documentsIn(conditions);
  return {
    statuses,
    sieve: sieveOf(conditions, statuses),
    ids: idsIn(conditions),
    needsPayload: documents.has('payload'),
    needsResult: documents.has('result'),
  };
}

function statusesIn(conditions: readonly Condition[]): Set<TaskStatus> {
  const all = conditions.flatMap((each) => (each.kind === 'status' ? [each] : []));
  return new Set(
    taskStatuses.filter((status) =>
      all.every(({ anyOf, isNegated }) => anyOf.includes(status) !== isNegated),
    ),
  );
}

function sieveOf(conditions: readonly Condition[], statuses: ReadonlySet<TaskStatus>): Sieve {
  const names = conditions.flatMap(nameSieve);
  const tags = conditions.flatMap(tagSieve);
  const created = conditions.flatMap((each) => timeSieve(each, 'created'));
  const finished = conditions.flatMap((each) => timeSieve(each, 'finished'));
  return {
    ...(statuses.size < taskStatuses.length && { ends: endsOf(statuses) }),
    ...(names.length > 0 && { names }),
    ...(tags.length > 0 && { tags }),
    ...(created.length > 0 && { created }),
    ...(finished.length > 0 && { finished }),
  };
}

function endsOf(statuses: ReadonlySet<TaskStatus>): NonNullable<Sieve['ends']> {
  const isOpen = statuses.has('PENDING') || statuses.has('RETRY') || statuses.has('STARTED');
  return [
    ...(isOpen ? (['open'] as const) : []),
    ...(statuses.has('SUCCESS') ? (['result'] as const) : []),
    ...(statuses.has('FAILURE') || statuses.has('REVOKED') ? (['none'] as const) : []),
    ...(statuses.has('REVOKED') ? (['expiring'] as const) : []),
  ];
}

/** Every task has a name, so `orMissing` adds nothing. */
function nameSieve(condition: Condition): NameSieve[] {
  if (condition.kind !== 'text' || condition.fields.length !== 1 || condition.fields[0] !== 'name') return [];
  const { isNegated, anyOf } = condition;
  return anyOf.every((pattern) => pattern.every(isPlain)) ? [{ isNegated, anyOf }] : [];
}

function tagSieve(condition: Condition): TagSieve[] {
  if (condition.kind !== 'tag' || condition.orMissing) return [];
  const whole = condition.anyOf.map(wholeText);
  const anyOf = whole.flatMap((tag) => (tag !== undefined && isPlain(tag) ? [tag] : []));
  return anyOf.length === whole.length ? [{ isNegated: condition.isNegated, anyOf }] : [];
}

function timeSieve(condition: Condition, field: 'created' | 'finished'): TimeSieve[] {
  if (condition.kind !== 'time' || condition.field !== field) return [];
  if (condition.isNegated || condition.orMissing) return [];
  return [condition.anyOf.map(({ from, to }: Range) => [from ?? null, to ?? null] as const)];
}

/** The ids that a query names one by one. */
function idsIn(conditions: readonly Condition[]): readonly string[] | undefined {
  const naming = conditions.find(
    (each) => each.kind === 'text' && each.fields.length === 1 && each.fields[0] === 'id' && !each.isNegated,
  );
  if (naming?.kind !== 'text') return undefined;
  const ids = naming.anyOf.map(wholeText);
  return ids.every((id) => id !== undefined) ? [...new Set(ids.filter(isTaskId))] : undefined;
}

function wholeText(pattern: Pattern): string | undefined {
  return pattern.length === 1 ? pattern[0] : undefined;
}
