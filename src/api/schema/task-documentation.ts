import { EXAMPLE_ID } from './task.dto.js';

/** Documentation shared by several task routes. */
export const TASK_ID = {
  name: 'task_id',
  description: 'The `task_id` returned by the submit',
  format: 'uuid',
  example: EXAMPLE_ID,
};

export const LOCATION = {
  Location: { description: 'URL of the task', schema: { type: 'string' as const } },
};

export const PREFER = {
  name: 'Prefer',
  required: false,
  description:
    '`wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task',
} as const;
