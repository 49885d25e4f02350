import { fingerprintOf } from '../task/error-fingerprint.js';
import { isFinal } from '../task/task-status.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import type {
  AnywhereCondition,
  Condition,
  Document,
  NumberField,
  Pattern,
  TextField,
  TimeField,
} from './condition.js';
import { fitsInDocument, textsIn } from './document-values.js';
import { runMsOf, waitMsOf } from './durations.js';
import { fitsAny } from './patterns.js';
import { isWithin } from './ranges.js';

/** A task as conditions see it. Without its payload, it fits no condition on that. */
export interface SearchedTask {
  readonly task: TaskSnapshot;
  readonly payload: unknown;
}

/**
 * True if a task fits all conditions. Every executor of searches finds the tasks that this function accepts, no more
 * and no less. If `documentsIn` names documents, they must have been read.
 */
export function fitsAll(searched: SearchedTask, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => fitsOne(searched, condition) !== condition.isNegated);
}

const TEXTS: Readonly<Record<TextField, (task: TaskSnapshot) => string | null>> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  queue: ({ queue }) => queue,
  worker: ({ worker }) => worker,
  step: ({ step }) => step,
  submitted_by: ({ submittedBy }) => submittedBy,
  priority: ({ priority }) => priority,
  'error.type': ({ error }) => error?.type ?? null,
  'error.message': ({ error }) => error?.message ?? null,
  fingerprint: fingerprintIn,
  revoke_reason: ({ revokeReason }) => revokeReason,
  workflow: ({ workflowId }) => workflowId,
  parent: ({ parentId }) => parentId,
  root: ({ rootId }) => rootId,
  replay_of: ({ replayOf }) => replayOf,
};

const NUMBERS: Readonly<Record<NumberField | TimeField, (task: TaskSnapshot) => number | null>> = {
  attempt: ({ attempt }) => attempt,
  max_attempts: ({ maxAttempts }) => maxAttempts,
  crashes: ({ crashes }) => crashes,
  run_ms: runMsOf,
  wait_ms: waitMsOf,
  created: ({ createdAt }) => createdAt,
  started: ({ startedAt }) => startedAt,
  finished: ({ finishedAt }) => finishedAt,
  run_at: ({ runAt }) => runAt,
  expires: ({ expiresAt }) => expiresAt,
};

/** The history gives one to failures that were recorded without: by BullMQ itself, or by an older worker. */
function fingerprintIn({ name, status, error, errorFingerprint }: TaskSnapshot): string | null {
  if (status !== 'FAILURE' || errorFingerprint !== null) return errorFingerprint;
  const { type, message } = error ?? { type: 'Error', message: '' };
  return fingerprintOf(name, type, message).hash;
}

function fitsOne(searched: SearchedTask, condition: Condition): boolean {
  const { task } = searched;
  switch (condition.kind) {
    case 'status':
      return condition.anyOf.includes(task.status);
    case 'text':
      return fitsTexts(
        condition,
        condition.fields.map((field) => TEXTS[field](task)),
      );
    case 'tag':
      return fitsTexts(condition, task.tags);
    case 'number':
    case 'time': {
      const value = NUMBERS[condition.field](task);
      return value === null ? condition.orMissing : condition.anyOf.some((range) => isWithin(range, value));
    }
    case 'document':
      return fitsInDocument(condition, documentOf(searched, condition.document));
    case 'anywhere':
      return fitsAnywhere(condition, searched);
  }
}

function fitsTexts(
  { anyOf, orMissing }: { readonly anyOf: readonly Pattern[]; readonly orMissing: boolean },
  texts: readonly (string | null)[],
): boolean {
  const there = texts.filter((text) => text !== null);
  return (orMissing && there.length === 0) || there.some((text) => fitsAny(anyOf, text));
}

/** A value that was not read is missing. */
function documentOf({ task, payload }: SearchedTask, document: Document): unknown {
  switch (document) {
    case 'payload':
      return payload;
    case 'result':
      return task.isResultLeftOut ? undefined : task.result;
    case 'progress':
      return isFinal(task.status) ? null : task.progress;
  }
}

function fitsAnywhere({ anyOf, inPayload }: AnywhereCondition, { task, payload }: SearchedTask): boolean {
  const texts = [task.name, task.error?.type, task.error?.message, ...task.tags];
  if (texts.some((text) => text !== undefined && fitsAny(anyOf, text))) return true;
  if (inPayload) for (const text of textsIn(payload)) if (fitsAny(anyOf, text)) return true;
  return false;
}
