import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { type QueueName, queueNames } from '../config/queue-names.js';
import { Broker } from './broker.js';
import { Deadlines } from './deadlines.js';
import { Queues } from './queues.js';
import { TaskIndex } from './task-index.js';
import type { TaskJobOptions } from './task-job.js';
import type { TaskOptions } from './task.js';

/** A task with all that is to be stored of it. */
export interface PreparedJob {
  readonly task: TaskOptions<object>;
  readonly payload: object;
  readonly options: TaskJobOptions;
}

/** Stores jobs: the job itself, its entry in the index and its deadline, in one round trip. */
@Injectable()
export class JobWriter {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly index: TaskIndex,
    private readonly deadlines: Deadlines,
  ) {}

  /**
   * @returns the id under which the task is stored: another one than its own when an equal task was there already
   * @throws BrokerUnavailableError
   */
  async add(job: PreparedJob): Promise<string> {
    const { task, payload, options } = job;
    const noted = this.note([job]);
    const adding = this.queues.get(task.queue).add(task.name, payload, options);
    const [{ id }] = await this.broker.ask(Promise.all([adding, noted]));
    if (id === undefined || id === options.jobId) return options.jobId;
    // An equal task was there: BullMQ gives its id, and ours stands for nothing.
    await this.broker.ask(this.index.remove([options.jobId]));
    return id;
  }

  /** Has a task give up the deduplication key that it holds, if it still does: the next job with it is stored. */
  async freeKey({ task }: PreparedJob, holderId: string): Promise<void> {
    const holder: Job | undefined = await this.broker.ask(this.queues.get(task.queue).getJob(holderId));
    if (holder !== undefined) await this.broker.ask(holder.removeDeduplicationKey());
  }

  /** As `add`, for many, with one round trip a queue; the ids are in the order of the jobs. */
  async addMany(jobs: readonly PreparedJob[]): Promise<string[]> {
    const byQueue = queueNames.map((name) =>
      this.addToQueue(
        name,
        jobs.filter(({ task }) => task.queue === name),
      ),
    );
    const others = new Map((await Promise.all(byQueue)).flat());
    return jobs.map(({ options }) => others.get(options.jobId) ?? options.jobId);
  }

  /** For each job that is stored under another id than its own, its own and that one. */
  private async addToQueue(name: QueueName, jobs: readonly PreparedJob[]): Promise<[string, string][]> {
    if (jobs.length === 0) return [];
    const noted = this.note(jobs);
    const bulk = jobs.map(({ task, payload, options }) => ({
      name: task.name,
      data: payload,
      opts: options,
    }));
    const [stored] = await this.broker.ask(Promise.all([this.queues.get(name).addBulk(bulk), noted]));
    const pairs = jobs.map(({ options }, i): [string, string] => [
      options.jobId,
      stored[i]?.id ?? options.jobId,
    ]);
    const others = pairs.filter(([own, id]) => own !== id);
    await this.broker.ask(this.index.remove(others.map(([own]) => own)));
    return others;
  }

  /** Sent before the jobs, on the same connection: so it is done before them. */
  private async note(jobs: readonly PreparedJob[]): Promise<void> {
    const deadlines = jobs.flatMap(({ task, options }) =>
      options.expiresAt === undefined
        ? []
        : [{ queue: task.queue, id: options.jobId, at: options.expiresAt }],
    );
    await Promise.all([
      this.index.add(jobs.map(({ options }) => options.jobId)),
      this.deadlines.note(deadlines),
    ]);
  }
}
