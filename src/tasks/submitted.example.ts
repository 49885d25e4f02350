import { DEFAULT_BACKOFF } from '../queue/retry-policy.js';
import { newSnapshot } from '../queue/task-snapshot.js';
import { DividePayload } from './divide.task.js';
import { EXAMPLE_ID, TaskDto } from './task.dto.js';

/** What a submit answers, for the documentation: made by the code that makes the real answer. */
export const SUBMITTED_EXAMPLE = TaskDto.of(
  newSnapshot(
    { name: 'math.divide', queue: 'tasks', payload: DividePayload },
    {
      jobId: EXAMPLE_ID,
      timestamp: Date.UTC(2026, 10, 24, 8),
      attempts: 1,
      retry: DEFAULT_BACKOFF,
      retentionMs: 86_400_000,
    },
  ),
);
