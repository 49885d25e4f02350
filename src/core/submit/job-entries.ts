import { Injectable } from '@nestjs/common';
import { isFollowed } from '../bullmq/followed.js';
import { CompletionOutbox } from '../lifetime/completion-outbox.js';
import { Expirations } from '../lifetime/expirations.js';
import { TaskIndex } from '../read/task-index.js';
import type { PreparedJob } from './prepared-job.js';

/** The entries that a job has outside its queue: in the index, the expirations and the outbox of completions. */
@Injectable()
export class JobEntries {
  constructor(
    private readonly index: TaskIndex,
    private readonly expirations: Expirations,
    private readonly outbox: CompletionOutbox,
  ) {}

  /** Call it before the jobs are sent on the same connection: then it is executed before them. */
  add(jobs: readonly PreparedJob[]): Promise<unknown> {
    const deadlines = jobs.flatMap(({ task, options }) =>
      options.expiresAt === undefined
        ? []
        : [{ queue: task.queue, id: options.jobId, at: options.expiresAt }],
    );
    const notified = jobs
      .filter(({ options }) => isFollowed(options))
      .map(({ task, options }) => ({ queue: task.queue, id: options.jobId }));
    const indexed = this.index.add(jobs.map(({ options }) => options.jobId));
    if (deadlines.length === 0 && notified.length === 0) return indexed;
    return Promise.all([indexed, this.expirations.note(deadlines), this.outbox.note(notified)]);
  }

  /** Removes the index entries of ids under which no job was stored. Their other entries are dropped when due. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.index.remove(ids);
  }
}
