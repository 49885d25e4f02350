import { EXAMPLE_ID } from './task.dto.js';

/** What several of the tasks' routes say of themselves in the documentation. */
export const TASK_ID = {
  name: 'task_id',
  description: 'what the submit answered as `task_id`',
  format: 'uuid',
  example: EXAMPLE_ID,
};

export const LOCATION = {
  Location: { description: 'where the task can be read', schema: { type: 'string' as const } },
};

export const PREFER = {
  name: 'Prefer',
  required: false,
  description:
    '`wait=10`: wait up to so many seconds for the result; then the answer is 200 with the final task',
} as const;
