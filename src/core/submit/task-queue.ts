import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { jsonFaultIn } from '../../platform/validation/json-fault.js';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { parseDto } from '../../platform/validation/parse-dto.js';
import { CompletionListeners } from '../lifetime/completion-listeners.js';
import { JobWriter } from './job-writer.js';
import type { PreparedJob } from './prepared-job.js';
import { Backpressure } from './backpressure.js';
import {
  InvalidOptionError,
  PayloadTooLargeError,
  UnknownTaskError,
  WebhookRefusedError,
} from '../task/queue.errors.js';
import { faultInSubmit } from '../task/options/option-checks.js';
import type { SubmitContext } from '../task/submit-context.js';
import { runningTask } from '../task/running-task.js';
import type { SubmitOptions } from '../task/options/submit-options.js';
import { jobOptionsOf } from '../bullmq/job-options.js';
import { madeAt, newTaskId } from '../task/task-id.js';
import { type RegisteredTask, TaskRegistry } from '../task/task-registry.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { isFinal } from '../task/task-status.js';
import { newSnapshot } from '../bullmq/job-snapshot.js';
import { TaskStore } from '../read/task-store.js';
import type { TaskClass } from '../task/task.js';

/** A task by name, with an unvalidated payload. */
export interface NamedTask {
  readonly name: string;
  readonly payload: unknown;
  readonly options?: SubmitOptions;
  /** The id of the task that this one replays. */
  readonly replayOf?: string;
}

/** A stored task. */
export interface SubmittedTask extends TaskSnapshot {
  /** True if `deduplicate` found an equal existing task: this is that task, and nothing was stored. */
  readonly isDuplicate: boolean;
}

/** Submits tasks. When a submit resolves, the broker has stored the task. */
@Injectable()
export class TaskQueue {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly writer: JobWriter,
    private readonly store: TaskStore,
    private readonly completionListeners: CompletionListeners,
    private readonly limits: Backpressure,
    private readonly options: CoreOptions,
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
    return this.add(this.prepareOwn(this.registry.getByClass(task), payload, options, origin));
  }

  /** Submits one task type many times with one round trip: all of them, or none if the queue has no space for all. */
  async submitMany<P extends object>(
    task: TaskClass<P>,
    payloads: readonly P[],
    options: SubmitOptions = {},
    origin: SubmitContext = {},
  ): Promise<SubmittedTask[]> {
    const registered = this.registry.getByClass(task);
    const jobs = payloads.map((payload, index) =>
      ofMany(index, () => this.prepareOwn(registered, payload, options, origin)),
    );
    const [stored] = await this.addGroups([jobs]);
    if (stored === undefined) throw this.limits.refusal(registered.options.queue);
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
    return this.add(this.prepareNamed(task, origin));
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
    const prepared = groups.map((group) =>
      attempt(() => group.map((task) => this.prepareNamed(task, origin))),
    );
    const good = prepared.filter((group): group is PreparedJob[] => !(group instanceof Error));
    const stored = await this.addGroups(good);
    return prepared.map((group) => {
      if (group instanceof Error) return group;
      return stored.shift() ?? this.limits.refusal(group[0]?.task.queue ?? 'tasks');
    });
  }

  /** The compiler has checked the type, but not JSON compatibility or the DTO's own rules. */
  private prepareOwn(
    task: RegisteredTask,
    payload: object,
    options: SubmitOptions,
    origin: SubmitContext,
  ): PreparedJob {
    const { name, redact, payload: dto } = task.options;
    const fault = jsonFaultIn(payload);
    if (fault !== undefined) throw new InvalidInputError(`the payload of ${name}`, [fault]);
    parseDto(dto, payload, `the payload of ${name}`, redact);
    return this.prepare(task, payload, options, origin);
  }

  private prepareNamed({ name, payload, options, replayOf }: NamedTask, origin: SubmitContext): PreparedJob {
    const task = this.registry.getOpen(name);
    const parsed = parseDto(task.options.payload, payload, `the payload of ${name}`, task.options.redact);
    return this.prepare(task, parsed, options, origin, replayOf);
  }

  private prepare(
    { options: task }: RegisteredTask,
    payload: object,
    call: SubmitOptions = {},
    { submittedBy, nextId = newTaskId, parent = runningTask() }: SubmitContext,
    replayOf?: string,
  ): PreparedJob {
    const id = nextId();
    // Uses the id's own time: repeated under the same id, a submit gets the same answer as the first. An id created by
    // a clock that was fast has no usable time.
    const now = Math.min(madeAt(id), Date.now());
    const fault = faultInSubmit(call);
    if (fault !== undefined) throw new InvalidOptionError(fault);
    const given = {
      ...{ id, now, retentionMs: this.options.resultRetentionMs },
      ...{ replayOf, parentId: parent?.id, rootId: parent?.rootId },
      submittedBy: parent ? parent.submittedBy : submittedBy,
    };
    refuseTooLarge(payload, this.options.maxPayloadBytes);
    if (call.webhookUrl !== undefined) this.completionListeners.get().check(call.webhookUrl);
    return { task, payload, options: jobOptionsOf(task, call, given) };
  }

  private async add(job: PreparedJob): Promise<SubmittedTask> {
    const admitted = await this.limits.admit([[job]]);
    if (admitted.length === 0) throw this.limits.refusal(job.task.queue);
    const id = await this.writer.add(job).finally(() => this.limits.settle([job]));
    if (id === job.options.jobId) return stored(job);
    const [equal] = await this.store.findMany([id]);
    return this.answerFor(job, id, equal);
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

/** Adds the index of its task to an invalid option. */
function ofMany<T>(index: number, prepare: () => T): T {
  try {
    return prepare();
  } catch (error) {
    throw error instanceof InvalidOptionError ? new InvalidOptionError(error.fault, index) : error;
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

/** Returns an error that concerns one task of many; rethrows any other, which is a bug. */
function attempt<T>(action: () => T): T | Error {
  try {
    return action();
  } catch (error) {
    const isItsOwn =
      error instanceof UnknownTaskError ||
      error instanceof InvalidInputError ||
      error instanceof PayloadTooLargeError ||
      error instanceof WebhookRefusedError;
    if (isItsOwn) return error;
    throw error;
  }
}

function stored({ task, options }: PreparedJob): SubmittedTask {
  return Object.assign(newSnapshot(task, options), { isDuplicate: false });
}

function refuseTooLarge(payload: object, limitBytes: number): void {
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes > limitBytes) throw new PayloadTooLargeError(bytes, limitBytes);
}
