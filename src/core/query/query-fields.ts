import { priorities } from '../task/options/priority.js';
import type { TaskStatus } from '../task/task-status.js';
import type { Document, NumberField, TextField, TimeField } from './condition.js';

/** Example ids in the documentation. */
const ID = '0199a4d2-7c1e-7b60-9f3a-2d5e8c4b1a07';

/**
 * Kinds of fields, which decide how their values are written and compared.
 *
 * - `status`, `choice`: one of a few words
 * - `text`: the whole text, unless it has wildcards
 * - `prose`: any part of the text
 * - `id`: a UUID, or a part of one with wildcards
 * - `tag`: any of several texts
 * - `number`, `duration`, `time`: a value or a range
 * - `document`: JSON, into which paths lead
 */
export type QueryField = {
  readonly description: string;
  readonly example: string;
  /** Words that people write instead: they are not understood, but answered with this field. */
  readonly insteadOf?: readonly string[];
} & (
  | { readonly kind: 'status' | 'tag' }
  | { readonly kind: 'choice'; readonly field: TextField; readonly words: readonly string[] }
  | { readonly kind: 'text' | 'prose' | 'id'; readonly fields: readonly TextField[] }
  | { readonly kind: 'number' | 'duration'; readonly field: NumberField }
  | { readonly kind: 'time'; readonly field: TimeField }
  | { readonly kind: 'document'; readonly document: Document }
);

/** All fields of the query language: the parser, the documentation and the suggestions are made from this table. */
export const queryFields = {
  status: {
    kind: 'status',
    description: 'State of the task',
    example: 'status:FAILURE|REVOKED',
    insteadOf: ['state'],
  },
  name: {
    kind: 'text',
    fields: ['name'],
    description: 'Name of the task type',
    example: 'name:fetch.*',
    insteadOf: ['task', 'task_name', 'type'],
  },
  queue: { kind: 'text', fields: ['queue'], description: 'Queue of the task', example: 'queue:fetch' },
  tag: {
    kind: 'tag',
    description: 'One of the tags of the task',
    example: '-tag:test',
    insteadOf: ['tags', 'label'],
  },
  worker: {
    kind: 'text',
    fields: ['worker'],
    description: 'Worker that runs the task or ran it last',
    example: 'worker:w1',
    insteadOf: ['worker_id', 'hostname'],
  },
  error: {
    kind: 'prose',
    fields: ['error.type', 'error.message'],
    description: 'Part of the type or the message of the last error',
    example: 'error:"timed out"',
  },
  'error.type': {
    kind: 'text',
    fields: ['error.type'],
    description: 'Type of the last error',
    example: 'error.type:TimeoutError',
    insteadOf: ['error_type', 'exception'],
  },
  'error.message': {
    kind: 'prose',
    fields: ['error.message'],
    description: 'Part of the message of the last error',
    example: 'error.message:"status 503"',
    insteadOf: ['message', 'error_message'],
  },
  fingerprint: {
    kind: 'text',
    fields: ['fingerprint'],
    description: 'Fingerprint of the last error, equal for errors that differ only in values',
    example: 'fingerprint:9f86d081884c7d65',
    insteadOf: ['error.fingerprint', 'error_fingerprint'],
  },
  priority: {
    kind: 'choice',
    field: 'priority',
    words: priorities,
    description: 'Priority of the task',
    example: 'priority:high|critical',
  },
  attempt: {
    kind: 'number',
    field: 'attempt',
    description: 'Current or last attempt, from 1; 0 before the first',
    example: 'attempt:>1',
    insteadOf: ['attempts', 'retries'],
  },
  max_attempts: {
    kind: 'number',
    field: 'max_attempts',
    description: 'Maximum number of attempts',
    example: 'max_attempts:1',
  },
  crashes: {
    kind: 'number',
    field: 'crashes',
    description: 'Number of attempts that lost their worker',
    example: 'crashes:>0',
  },
  run_ms: {
    kind: 'duration',
    field: 'run_ms',
    description: 'Duration of the last attempt of a task that is over',
    example: 'run_ms:>5s',
    insteadOf: ['duration', 'runtime', 'duration_ms'],
  },
  wait_ms: {
    kind: 'duration',
    field: 'wait_ms',
    description: 'Time from when the task could have started until its first start',
    example: 'wait_ms:1m..5m',
    insteadOf: ['latency', 'queue_time'],
  },
  created: {
    kind: 'time',
    field: 'created',
    description: 'Time of the submit',
    example: 'created:>-2h',
    insteadOf: ['created_at', 'submitted', 'date'],
  },
  started: {
    kind: 'time',
    field: 'started',
    description: 'Start of the last attempt',
    example: 'started:today',
    insteadOf: ['started_at'],
  },
  finished: {
    kind: 'time',
    field: 'finished',
    description: 'End of the task',
    example: 'finished:2026-01-05..2026-01-09',
    insteadOf: ['finished_at', 'ended', 'completed'],
  },
  run_at: {
    kind: 'time',
    field: 'run_at',
    description: 'Planned start; for a task that waits for a retry, the time of that',
    example: 'run_at:<+10m',
    insteadOf: ['eta', 'scheduled', 'delayed_until'],
  },
  expires: {
    kind: 'time',
    field: 'expires',
    description: 'Latest start',
    example: 'expires:<tomorrow',
    insteadOf: ['expires_at'],
  },
  id: {
    kind: 'id',
    fields: ['id'],
    description: 'ID of the task',
    example: `id:${ID}`,
    insteadOf: ['task_id', 'job', 'uuid'],
  },
  workflow: {
    kind: 'id',
    fields: ['workflow'],
    description: 'ID of the workflow of which the task is a step',
    example: `workflow:${ID}`,
    insteadOf: ['workflow_id'],
  },
  step: { kind: 'text', fields: ['step'], description: 'Name of that step', example: 'step:resize' },
  parent: {
    kind: 'id',
    fields: ['parent'],
    description: 'ID of the task that submitted it',
    example: `parent:${ID}`,
    insteadOf: ['parent_id'],
  },
  root: {
    kind: 'id',
    fields: ['root'],
    description: 'ID of the first task of that chain',
    example: `root:${ID}`,
    insteadOf: ['root_id'],
  },
  replay_of: {
    kind: 'id',
    fields: ['replay_of'],
    description: 'ID of the task that it replays',
    example: `replay_of:${ID}`,
    insteadOf: ['replay'],
  },
  submitted_by: {
    kind: 'text',
    fields: ['submitted_by'],
    description: 'Name of the API key that submitted it',
    example: 'submitted_by:shop',
    insteadOf: ['key', 'user', 'submitter'],
  },
  revoke_reason: {
    kind: 'prose',
    fields: ['revoke_reason'],
    description: 'Part of the reason why it was revoked; `expired` if it was not started in time',
    example: 'revoke_reason:expired',
    insteadOf: ['reason', 'cancel_reason'],
  },
  payload: {
    kind: 'document',
    document: 'payload',
    description: 'Value in the payload (admins only)',
    example: 'payload.url:*example.com*',
    insteadOf: ['args', 'kwargs', 'data', 'input', 'params'],
  },
  result: {
    kind: 'document',
    document: 'result',
    description: 'Value in the result, or the result itself',
    example: 'result.status:complete',
    insteadOf: ['output', 'returnvalue'],
  },
  progress: {
    kind: 'document',
    document: 'progress',
    description: 'Progress of a task that is not over',
    example: 'progress:>50',
  },
} as const satisfies Readonly<Record<string, QueryField>>;

export type FieldName = keyof typeof queryFields;

export const fieldNames = Object.keys(queryFields) as FieldName[];

/** The field of a name, in any case; undefined if there is none. */
export function fieldNamed(name: string): FieldName | undefined {
  const lower = name.toLowerCase();
  return fieldNames.find((field) => field === lower);
}

/** Words that people write instead of a status. */
export const insteadOfStatus: Readonly<Record<TaskStatus, readonly string[]>> = {
  PENDING: ['waiting', 'queued', 'new', 'scheduled', 'delayed'],
  STARTED: ['running', 'active', 'executing', 'processing'],
  RETRY: ['retrying', 'retryable'],
  SUCCESS: ['succeeded', 'successful', 'completed', 'complete', 'done', 'ok'],
  FAILURE: ['failed', 'error', 'errored', 'dead', 'discarded'],
  REVOKED: ['cancelled', 'canceled', 'expired', 'aborted'],
};
