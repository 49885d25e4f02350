import type { TaskFields } from '../task-fields.js';

/** The fields of a task in the stream of all changes, in order: enough for a row of a list, without anything large. */
export const changeFields = [
  'id',
  'name',
  'queue',
  'status',
  'attempt',
  'maxAttempts',
  'error',
  'priority',
  'tags',
  'worker',
  'createdAt',
  'runAt',
  'startedAt',
  'finishedAt',
  'workflowId',
  'revokeReason',
  'cancelRequestedAt',
] as const satisfies readonly (keyof TaskFields)[];
