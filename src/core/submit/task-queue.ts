import { Injectable } from '@nestjs/common';
import { newSnapshot } from '../bullmq/job-snapshot.js';
import { TaskStore } from '../read/task-store.js';
import type { SubmitOptions } from '../task/options/submit-options.js';
import type { SubmitContext } from '../task/submit-context.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';
import type { TaskClass } from '../task/task.js';
import { Backpressure } from './backpressure.js';
import { JobPreparer, type NamedTask } from './job-preparer.js';
import { JobWriter } from './job-writer.js';
import type { PreparedJob } from './prepared-job.js';

/** A stored task. */
export interface SubmittedTask extends TaskSnapshot {
  /** True if `deduplicate` found an equal existing task: this is that task, and nothing was stored. */
  readonly isDuplicate: boolean;
}

/** Submits tasks. When a submit resolves, the broker has stored the task. */
@Injectable()
export class TaskQueue {
  constructor(
    private readonly preparer: JobPreparer,
    private readonly writer: JobWriter,
    private readonly store: TaskStore,
    private readonly limits: Backpressure,
  ) {}

  /**
   * Submits a task of this codebase. Its payload is validated like one from outside.
   *
   * @param origin for a request: `submitContextOf(request)`
   * @returns the task, or an existing equal one found by `deduplicate`
   * @throws InvalidInputError if the payload does not match the task's DTO, or JSON would change it
   * @throws InvalidOptionError, PayloadTooLargeError, WebhookRefusedError
   * @throws QueueFullError if MAX_QUEUE_LENGTH tasks wait already or the broker's memory is nearly full; never inside a
   * running task
   * @throws BrokerUnavailableError if the broker does not confirm: the task may or may not be stored
   */
  async submit<P extends object>(
    task: TaskClass<P>,
    payload: P,
    options: SubmitOptions = {},
    origin: SubmitContext = {},
  ): Promise<SubmittedTask> {
    return this.add(this.preparer.prepare(task, payload, options, origin));
  }

  /** Submits one task type many times with one round trip: all of them, or none if the queue has no space for all. */
  async submitMany<P extends object>(
    task: TaskClass<P>,
    payloads: readonly P[],
    options: SubmitOptions = {},
    origin: SubmitContext = {},
  ): Promise<SubmittedTask[]> {
    const jobs = this.preparer.prepareMany(task, payloads, options, origin);
    const [stored] = await this.addGroups([jobs]);
    if (stored === undefined) throw this.refusal(jobs);
    return stored;
  }

  /**
   * Submits a task from outside.
   *
   * @throws UnknownTaskError if no task has the name
   * @throws InvalidInputError if the payload does not match the task's DTO
   * @throws PayloadTooLargeError, WebhookRefusedError, QueueFullError, BrokerUnavailableError like `submit`
   */
  async submitNamed(task: NamedTask, origin: SubmitContext = {}): Promise<SubmittedTask> {
    return this.add(this.preparer.prepareNamed(task, origin));
  }

  /**
   * Submits groups of tasks from outside, with one round trip per queue. Each group is stored completely or not at all:
   * an invalid group, or one that does not fit, is replaced in the result by the error that `submitNamed` would throw.
   *
   * @throws BrokerUnavailableError for all of them
   */
  async submitGroups(
    groups: readonly (readonly NamedTask[])[],
    origin: SubmitContext = {},
  ): Promise<(SubmittedTask[] | Error)[]> {
    const prepared = groups.map((group) => this.preparer.prepareGroup(group, origin));
    const good = prepared.filter((group): group is PreparedJob[] => !(group instanceof Error));
    const stored = await this.addGroups(good);
    return prepared.map((group) => {
      if (group instanceof Error) return group;
      return stored.shift() ?? this.refusal(group);
    });
  }

  private async add(job: PreparedJob): Promise<SubmittedTask> {
    const admitted = await this.limits.admit([[job]]);
    if (admitted.length === 0) throw this.refusal([job]);
    const id = await this.writer.add(job).finally(() => this.limits.settle([job]));
    if (id === job.options.jobId) return stored(job);
    const [equal] = await this.store.findMany([id]);
    return this.answerFor(job, id, equal);
  }

  private refusal([first]: readonly PreparedJob[]): Error {
    return this.limits.refusal(first?.task.queue ?? 'tasks');
  }

  /** The stored tasks of each group, in order; undefined for a group without space. */
  private async addGroups(groups: readonly PreparedJob[][]): Promise<(SubmittedTask[] | undefined)[]> {
    const admitted = new Set(await this.limits.admit(groups));
    const stored = await this.addMany([...admitted].flat());
    return groups.map((group) => (admitted.has(group) ? stored.splice(0, group.length) : undefined));
  }

  /** @param jobs admitted jobs */
  private async addMany(jobs: readonly PreparedJob[]): Promise<SubmittedTask[]> {
    const ids = await this.writer.addMany(jobs).finally(() => this.limits.settle(jobs));
    const others = [...new Set(ids.filter((id, i) => id !== jobs[i]?.options.jobId))];
    const found = await this.store.findMany(others);
    const equals = new Map(others.map((id, i) => [id, found[i]]));
    const answers: SubmittedTask[] = [];
    for (const [i, job] of jobs.entries()) {
      const id = ids[i] ?? job.options.jobId;
      answers.push(id === job.options.jobId ? stored(job) : await this.answerFor(job, id, equals.get(id)));
    }
    return answers;
  }

  /** An equal task holds the deduplication key. It is the result, unless it does not count: then it loses the key. */
  private async answerFor(
    job: PreparedJob,
    equalId: string,
    equal: TaskSnapshot | undefined,
  ): Promise<SubmittedTask> {
    if (equal !== undefined && counts(job, equal)) return Object.assign(equal, { isDuplicate: true });
    await this.writer.freeKey(job, equalId);
    const id = await this.writer.add(job);
    if (id === job.options.jobId) return stored(job);
    return Object.assign(await this.store.find(id), { isDuplicate: true });
  }
}

/**
 * True if the equal task that holds the key is the result of a submit. A final one counts only for its key's ttl. A
 * running one cannot be replaced by a newer one (debounce), and does not block its own follow-up (unique): that is
 * stored.
 */
function counts({ options }: PreparedJob, equal: TaskSnapshot): boolean {
  const { deduplication, debounced = false, parentId } = options;
  const hasTime = deduplication?.ttl !== undefined;
  if (isFinal(equal.status)) return hasTime;
  if (equal.status !== 'STARTED') return true;
  return !debounced && (hasTime || equal.id !== parentId);
}

function stored({ task, options }: PreparedJob): SubmittedTask {
  return Object.assign(newSnapshot(task, options), { isDuplicate: false });
}
