import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { Broker } from '../redis/broker.js';
import { Deduplication } from './deduplication.js';
import { JobEntries } from './job-entries.js';
import { PayloadSeals } from './payload-seals.js';
import type { PreparedJob } from './prepared-job.js';
import { Queues } from '../bullmq/queues.js';
import { addWaitingJobs, inSubmitSpan } from '../bullmq/waiting-job.js';

/**
 * Maximum number of times that a task is stored again because others debounce the same key concurrently; each time one
 * task was stored.
 */
const MOST_TURNS = 50;
/** Jobs sent with one round trip: more could take longer than a command may. */
const MOST_JOBS = 1_000;
/** Number of waiting jobs sent at once: about 10 ms of the broker's time. */
const AT_ONCE = 200;

/**
 * Stores jobs with their entries, in one round trip. Secrets in payloads are encrypted here, and never go further in
 * clear.
 */
@Injectable()
export class JobWriter {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly entries: JobEntries,
    private readonly seals: PayloadSeals,
    private readonly deduplication: Deduplication,
  ) {}

  /**
   * @returns the id of the stored task, which is another one if an equal task already exists
   * @throws BrokerUnavailableError
   */
  async add(job: PreparedJob): Promise<string> {
    const { task, options } = job;
    if (options.deduplication === undefined) return this.store(job);
    for (let turn = 1; ; turn++) {
      const replaced = await this.deduplication.prepare(job);
      // The second check of the key found nothing to replace: its holder is running, and is the result.
      if (turn > 1 && replaced === '') return this.store(job);
      const id = await this.store(job);
      if (replaced !== '') await this.deduplication.endReplaced(task.queue, replaced, id);
      // Another process has stored a task with the key in between, which must be replaced now.
      if (id === options.jobId || !options.debounced || turn === MOST_TURNS) return id;
    }
  }

  private async store(job: PreparedJob): Promise<string> {
    const { task, options } = job;
    const { name, data, opts } = this.stored(job);
    const entered = this.entries.add([job]);
    const adding = this.queues.get(task.queue).add(name, data, opts);
    const [{ id }] = await this.broker.ask(Promise.all([adding, entered]));
    if (id === undefined || id === options.jobId) return options.jobId;
    // An equal task exists: BullMQ returned its id, so ours is unused.
    await this.broker.ask(this.entries.remove([options.jobId]));
    return id;
  }

  /** Releases a deduplication key if the task still holds it: the next job with that key is stored. */
  async freeKey(job: PreparedJob, holderId: string): Promise<void> {
    await this.deduplication.free(job, holderId);
  }

  /** Like `add`, for many jobs, with one round trip per queue and thousand. Ids are in the order of the jobs. */
  async addMany(jobs: readonly PreparedJob[]): Promise<string[]> {
    const byQueue = this.queues.all().map(({ name }) =>
      this.addToQueue(
        name,
        jobs.filter(({ task }) => task.queue === name),
      ),
    );
    const others = new Map((await Promise.all(byQueue)).flat());
    return jobs.map(({ options }) => others.get(options.jobId) ?? options.jobId);
  }

  /** Pairs of own and stored id, for jobs whose ids differ. */
  private async addToQueue(name: QueueName, jobs: readonly PreparedJob[]): Promise<[string, string][]> {
    const plain = jobs.filter(({ options }) => !options.debounced);
    const pairs: [string, string][] = [];
    for (let i = 0; i < plain.length; i += MOST_JOBS)
      pairs.push(...(await this.storeMany(name, plain.slice(i, i + MOST_JOBS))));
    // One by one: of those with the same key, the last remains.
    for (const job of jobs.filter(({ options }) => options.debounced))
      pairs.push([job.options.jobId, await this.add(job)]);
    return pairs.filter(([own, id]) => own !== id);
  }

  /** Pairs of own and stored id for all jobs. */
  private async storeMany(name: QueueName, jobs: readonly PreparedJob[]): Promise<[string, string][]> {
    await Promise.all(
      jobs.filter(({ options }) => options.deduplication).map((job) => this.deduplication.prepare(job)),
    );
    const bulk = jobs.map((job) => this.stored(job));
    const entered = this.entries.add(jobs);
    const [stored] = await this.broker.ask(Promise.all([this.queues.get(name).addBulk(bulk), entered]));
    const pairs = jobs.map(({ options }, i): [string, string] => [
      options.jobId,
      stored[i]?.id ?? options.jobId,
    ]);
    const others = pairs.filter(([own, id]) => own !== id);
    await this.broker.ask(this.entries.remove(others.map(([own]) => own)));
    return pairs;
  }

  /**
   * Stores jobs that wait until their workflow releases them. One that is stored already is left as it is.
   *
   * @param trace of the span to which the attempts will belong
   */
  async addWaiting(jobs: readonly PreparedJob[], trace: string | undefined): Promise<void> {
    let previous: Promise<unknown> = Promise.resolve();
    for (let i = 0; i < jobs.length; i += AT_ONCE) {
      const some = jobs.slice(i, i + AT_ONCE);
      const entered = this.entries.add(some);
      const adding = this.queues.all().map(({ name, queue }) => {
        const jobsOfQueue = some.filter(({ task }) => task.queue === name).map((job) => this.stored(job));
        return jobsOfQueue.length > 0 ? addWaitingJobs(queue, jobsOfQueue, trace) : undefined;
      });
      const next = this.broker.ask(Promise.all([entered, ...adding]));
      next.catch(() => undefined); // it is awaited while the broker works on the one after it
      await previous;
      previous = next;
    }
    await previous;
  }

  /** Calls `store` in a span for the submit of these jobs, to which all their attempts belong. */
  inSubmitSpan<T>(
    jobs: readonly PreparedJob[],
    name: string,
    store: (trace: string | undefined) => Promise<T>,
  ): Promise<T> {
    const queue = jobs[0]?.task.queue;
    return queue === undefined ? store(undefined) : inSubmitSpan(this.queues.get(queue), name, store);
  }

  /** The form sent to the broker. */
  private stored({ task, payload, options }: PreparedJob) {
    const { payload: data, sealed } = this.seals.seal(task, payload, options.role !== undefined);
    return { name: task.name, data, opts: sealed ? { ...options, sealed } : options };
  }
}
