import { EXAMPLE_ID, TaskDto } from '../../api/schema/task.dto.js';
import { newSnapshot } from '../../core/bullmq/job-snapshot.js';
import { DividePayload } from './divide.task.js';

const AT_MS = Date.UTC(2026, 10, 24, 8);
const AT = new Date(AT_MS).toISOString();

/** What a submit answers, for the documentation: made by the code that makes the real answer. */
export const SUBMITTED_EXAMPLE = TaskDto.of(
  newSnapshot(
    { name: 'math.divide', queue: 'tasks', payload: DividePayload },
    { jobId: EXAMPLE_ID, timestamp: AT_MS, attempts: 1 },
  ),
);

// A DTO is a shape: what is spread here has no methods to lose.
/* eslint-disable @typescript-eslint/no-misused-spread */

/** A new task that does an old one again. */
export const REPLAYED_EXAMPLE: TaskDto = {
  ...SUBMITTED_EXAMPLE,
  replay_of: '01938f5e-0000-7c3e-9d42-5f0a1b2c3d4e',
};

/** A waiting task that was cancelled. */
export const REVOKED_EXAMPLE: TaskDto = {
  ...SUBMITTED_EXAMPLE,
  status: 'REVOKED',
  finished_at: AT,
  revoke_reason: 'cancelled',
};

/** A running task that is asked to stop. */
export const STOPPING_EXAMPLE: TaskDto = {
  ...SUBMITTED_EXAMPLE,
  status: 'STARTED',
  attempt: 1,
  started_at: AT,
  worker: 'worker-1',
  cancel_requested_at: AT,
};
