import { Injectable } from '@nestjs/common';
import { newSnapshot } from '../bullmq/job-snapshot.js';
import { HandleById, SubmittedHandle } from '../handle/task-handle.js';
import { TaskHandles } from '../handle/task-handles.js';
import { TaskStore } from '../read/task-store.js';
import type { QueueFullError } from '../task/queue.errors.js';
import type { QueueName } from '../task/queue-name.js';
import type { ChildOptions, OptionsOfEach } from '../task/options/submit-options.js';
import type { SubmitContext } from '../task/submit-context.js';
import type { StoredTask, SubmittedTask, TaskHandle } from '../task/handle/task-handle.js';
import { isTaskId } from '../task/task-id.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';
import type { TaskClass } from '../task/task.js';
import { Backpressure } from './backpressure.js';
import { JobPreparer, type NamedTask } from './job-preparer.js';
import { JobWriter } from './job-writer.js';
import type { PreparedJob } from './prepared-job.js';

/** Larger results of children that were found by their key are left out. */
const MAX_RESULT_BYTES = 8_192;

/** Submits tasks. When a submit resolves, the broker has stored the task. */
@Injectable()
export class TaskQueue {
  constructor(
    private readonly preparer: JobPreparer,
    private readonly writer: JobWriter,
    private readonly store: TaskStore,
    private readonly limits: Backpressure,
    private readonly handles: TaskHandles,
  ) {}

  /**
   * Submits a task of this codebase. Its payload is validated like one from outside.
   *
   * @param origin for a request: `submitContextOf(request)`
   * @returns the handle of the task, or of an existing one found by `deduplicate` or `key`
   * @throws InvalidInputError if the payload does not match the task's DTO, or JSON would change it
   * @throws InvalidOptionError, PayloadTooLargeError, WebhookRefusedError
   * @throws QueueFullError if MAX_QUEUE_LENGTH tasks wait already or the broker's memory is nearly full; never inside a
   * running task
   * @throws BrokerUnavailableError if the broker does not confirm: the task may or may not be stored
   */
  async submit<P extends object, R>(
    task: TaskClass<P, R>,
    payload: P,
    options: ChildOptions = {},
    origin: SubmitContext = {},
  ): Promise<SubmittedTask<R>> {
    return this.handleOf<R>(await this.add(this.preparer.prepare(task, payload, options, origin)));
  }

  /**
   * Submits one task type many times, a thousand with one round trip: all of them, or none if the queue has no space for
   * all.
   *
   * @param options for all of them, or a function of the payload and its index
   */
  async submitMany<P extends object, R>(
    task: TaskClass<P, R>,
    payloads: readonly P[],
    options: OptionsOfEach<P> = {},
    origin: SubmitContext = {},
  ): Promise<SubmittedTask<R>[]> {
    const jobs = this.preparer.prepareMany(task, payloads, options, origin);
    const [stored] = await this.addGroups([jobs]);
    if (stored === undefined) throw this.refusal(jobs);
    return stored.map((one) => this.handleOf<R>(one));
  }

  /**
   * The handle of a task by its id, whether or not there is such a task: its first use finds out.
   *
   * @param _task the class of the task, for the type of its result: `handle(id, DivideTask)`, or `handle<number>(id)`
   */
  handle<R = unknown>(id: string, _task?: TaskClass<never, R>): TaskHandle<R> {
    return new HandleById<R>(isTaskId(id) ? id.toLowerCase() : id, this.handles);
  }

  /**
   * Submits a task from outside.
   *
   * @throws UnknownTaskError if no task has the name
   * @throws InvalidInputError if the payload does not match the task's DTO
   * @throws PayloadTooLargeError, WebhookRefusedError, QueueFullError, BrokerUnavailableError like `submit`
   */
  async submitNamed(task: NamedTask, origin: SubmitContext = {}): Promise<StoredTask> {
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
  ): Promise<(StoredTask[] | Error)[]> {
    const prepared = groups.map((group) => this.preparer.prepareGroup(group, origin));
    const good = prepared.filter((group): group is PreparedJob[] => !(group instanceof Error));
    const stored = await this.addGroups(good);
    return prepared.map((group) => {
      if (group instanceof Error) return group;
      return stored.shift() ?? this.refusal(group);
    });
  }

  /**
   * The refusal that a task submitted to a queue from outside would get now: for whoever can leave work where it is until
   * there is room.
   *
   * @returns undefined if there is room
   * @throws BrokerUnavailableError
   */
  async refusalNow(queue: QueueName): Promise<QueueFullError | undefined> {
    return this.limits.refusalNow(queue);
  }

  private handleOf<R>(task: StoredTask): SubmittedTask<R> {
    return new SubmittedHandle<R>(task, this.handles);
  }

  private async add(job: PreparedJob): Promise<StoredTask> {
    const admitted = await this.limits.admit([[job]]);
    if (admitted.length === 0) throw this.refusal([job]);
    const id = await this.writer.add(job).finally(() => this.limits.settle([job]));
    if (job.key !== undefined) return keyed(job, await this.keyedOf([job]));
    if (id === job.options.jobId) return stored(job);
    const [equal] = await this.store.findMany([id]);
    return this.answerFor(job, id, equal);
  }

  private refusal([first]: readonly PreparedJob[]): Error {
    return this.limits.refusal(first?.task.queue ?? 'tasks');
  }

  /** The stored tasks of each group, in order; undefined for a group without space. */
  private async addGroups(groups: readonly PreparedJob[][]): Promise<(StoredTask[] | undefined)[]> {
    const admitted = new Set(await this.limits.admit(groups));
    const stored = await this.addMany([...admitted].flat());
    return groups.map((group) => (admitted.has(group) ? stored.splice(0, group.length) : undefined));
  }

  /** @param jobs admitted jobs */
  private async addMany(jobs: readonly PreparedJob[]): Promise<StoredTask[]> {
    const ids = await this.writer.addMany(jobs).finally(() => this.limits.settle(jobs));
    const others = [...new Set(ids.filter((id, i) => id !== jobs[i]?.options.jobId))];
    const found = await this.store.findMany(others);
    const equals = new Map(others.map((id, i) => [id, found[i]]));
    const keyedTasks = await this.keyedOf(jobs);
    const answers: StoredTask[] = [];
    for (const [i, job] of jobs.entries()) {
      const id = ids[i] ?? job.options.jobId;
      if (job.key !== undefined) answers.push(keyed(job, keyedTasks));
      else
        answers.push(id === job.options.jobId ? stored(job) : await this.answerFor(job, id, equals.get(id)));
    }
    return answers;
  }

  /** The children with a key as they are stored, by their ids. */
  private async keyedOf(jobs: readonly PreparedJob[]): Promise<ReadonlyMap<string, TaskSnapshot>> {
    const ids = jobs.flatMap(({ key, options }) => (key === undefined ? [] : [options.jobId]));
    const found = ids.length > 0 ? await this.store.findMany(ids, MAX_RESULT_BYTES) : [];
    return new Map(found.flatMap((task) => (task ? [[task.id, task]] : [])));
  }

  /** An equal task holds the deduplication key. It is the result, unless it does not count: then it loses the key. */
  private async answerFor(
    job: PreparedJob,
    equalId: string,
    equal: TaskSnapshot | undefined,
  ): Promise<StoredTask> {
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

function stored({ task, options }: PreparedJob): StoredTask {
  return Object.assign(newSnapshot(task, options), { isDuplicate: false });
}

/** The broker ignores a child that it has: what it has was stored at another time. */
function keyed(job: PreparedJob, found: ReadonlyMap<string, TaskSnapshot>): StoredTask {
  const { jobId, timestamp } = job.options;
  const task = found.get(jobId);
  return task && task.createdAt !== timestamp ? Object.assign(task, { isDuplicate: true }) : stored(job);
}
