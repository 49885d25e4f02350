import { Job, type Queue, SpanKind } from 'bullmq';
import type { TaskJobOptions } from './task-job.js';

/** A job in the form sent to the broker. */
export interface StoredJob {
  readonly name: string;
  readonly data: object;
  readonly opts: TaskJobOptions;
}

/**
 * Stores jobs in `waiting-children`, where no worker takes them until `releaseJob` (`scripts/step-jobs.ts`). A job whose
 * id is known is left as it is.
 *
 * @param trace context of the span to which their attempts will belong
 */
export async function addWaitingJobs(
  queue: Queue,
  jobs: readonly StoredJob[],
  trace: string | undefined,
): Promise<void> {
  const telemetry = trace === undefined ? {} : { telemetry: { metadata: trace } };
  await queue.backend.addJobs(
    jobs.map(({ name, data, opts }) => ({
      job: new Job(queue, name, data, { ...opts, ...telemetry }, opts.jobId).asJSON(),
      jobId: opts.jobId,
      parentKeyOpts: { addToWaitingChildren: true },
    })),
  );
}

/**
 * Calls `store` in a span of its own, to which the attempts of all stored jobs belong.
 *
 * @param name of what is submitted
 */
export async function inSubmitSpan<T>(
  queue: Queue,
  name: string,
  store: (trace: string | undefined) => Promise<T>,
): Promise<T> {
  return queue.trace(SpanKind.PRODUCER, 'add', `workflows.${name}`, (_, trace) => store(trace));
}
