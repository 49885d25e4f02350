import { EXAMPLE_ID } from '../schema/task.dto.js';

export const WORKFLOW_ID = {
  name: 'workflow_id',
  description: 'The `workflow_id` returned by the submit',
  format: 'uuid',
  example: EXAMPLE_ID,
};

export const WORKFLOW_LOCATION = {
  Location: { description: 'URL of the workflow', schema: { type: 'string' as const } },
};
