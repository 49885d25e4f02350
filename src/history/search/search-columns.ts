import type { NumberField, TextField, TimeField } from '../../core/index.js';

/** The columns of `task` by the fields of conditions. */
export const columnOf = {
  id: 'id',
  name: 'name',
  queue: 'queue',
  worker: 'worker',
  step: 'step',
  submitted_by: 'submitted_by',
  priority: 'priority',
  'error.type': 'error_type',
  'error.message': 'error_message',
  fingerprint: 'error_fingerprint',
  revoke_reason: 'revoke_reason',
  workflow: 'workflow_id',
  parent: 'parent_id',
  root: 'root_id',
  replay_of: 'replay_of',
  attempt: 'attempt',
  max_attempts: 'max_attempts',
  crashes: 'crashes',
  run_ms: 'run_ms',
  wait_ms: 'wait_ms',
  created: 'created_at',
  started: 'started_at',
  finished: 'finished_at',
  run_at: 'run_at',
  expires: 'expires_at',
} as const satisfies Record<TextField | NumberField | TimeField, string>;

const uuidFields: ReadonlySet<TextField> = new Set<TextField>([
  'id',
  'workflow',
  'parent',
  'root',
  'replay_of',
]);

export function isUuidField(field: TextField): boolean {
  return uuidFields.has(field);
}
