import type { INestApplicationContext } from '@nestjs/common';
import { JobWriter } from '../../src/core/submit/job-writer.js';
import type { SubmitOptions } from '../../src/core/task/options/submit-options.js';
import { jobOptionsOf } from '../../src/core/bullmq/job-options.js';
import { newTaskId } from '../../src/core/task/task-id.js';

const HOUR_MS = 3_600_000;

/**
 * Submits a task that only a test's workers know (test/programs), as a newer version of the service would.
 *
 * @param app an application that includes the core
 * @returns the id
 */
export async function submitUnknown(
  app: INestApplicationContext,
  name: string,
  payload: object = {},
  options: SubmitOptions = {},
): Promise<string> {
  const task = { name, queue: 'tasks', payload: Object, attempts: 1 } as const;
  const given = { id: newTaskId(), now: Date.now(), retentionMs: HOUR_MS };
  return app.get(JobWriter).add({ task, payload, options: jobOptionsOf(task, options, given) });
}
