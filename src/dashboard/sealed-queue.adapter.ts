import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { Job, JobsOptions, Queue } from 'bullmq';
import type { PayloadSeals } from '../queue/payload-seals.js';
import { taskOptionsOf } from '../queue/task-job.js';
import type { TaskRegistry } from '../queue/task-registry.js';

/**
 * A queue as the dashboard sees it. What is secret in a payload it sees encrypted, and can leave, move and copy so;
 * what a person types in its place is encrypted before it is stored, as that of any other submit.
 */
export class SealedQueueAdapter extends BullMQAdapter {
  constructor(
    private readonly ours: Queue,
    private readonly registry: TaskRegistry,
    private readonly seals: PayloadSeals,
  ) {
    super(ours);
  }

  override addJob(name: string, data: unknown, options: JobsOptions) {
    const redact = this.redactOf(name);
    const { payload, sealed } = this.seals.sealRest({ name, redact }, Object(data) as object);
    return super.addJob(name, payload, sealed ? Object.assign({}, options, { sealed }) : options);
  }

  /** `updateData` is what the dashboard calls when somebody has edited a payload. */
  override async getJob(id: string) {
    const job: Job | undefined = await this.ours.getJob(id);
    if (job === undefined) return undefined;
    const { sealed: redact = [] } = taskOptionsOf(job);
    const update = job.updateData.bind(job);
    job.updateData = (data: unknown) =>
      update(this.seals.sealRest({ name: job.name, redact }, Object(data) as object).payload);
    return job;
  }

  /** What no task of ours has as its name is somebody else's business. */
  private redactOf(name: string): readonly string[] {
    const task = this.registry
      .all()
      .find(({ options }) => [options.name, ...(options.aliases ?? [])].includes(name));
    return task?.options.redact ?? [];
  }
}
