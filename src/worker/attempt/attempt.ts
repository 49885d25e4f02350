import { Logger } from '@nestjs/common';
import type { QueueName } from '../../core/task/queue-name.js';
import type { RunningTask } from '../../core/task/running-task.js';
import { type TaskJob, taskOptionsOf } from '../../core/bullmq/task-job.js';
import { type ChildSubmits, childSubmits } from '../../core/submit/child-submits.js';
import type { StoredPayload } from '../../core/submit/payload-seals.js';
import type { TaskQueue } from '../../core/submit/task-queue.js';
import type { TaskOutput } from '../../core/read/task-output.js';
import type { TaskContext, TaskFacts } from '../../core/task/task.js';
import type { StepOfWorkflow } from '../../core/lifetime/completion-listeners.js';
import type { StoredValues } from '../../core/submit/payload-seals.js';
import { optionBounds } from '../../core/task/options/option-bounds.js';
import { isWithin } from '../../platform/validation/rules/bounds.js';
import { knowSecrets } from '../../platform/redaction/known-secrets.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { AttemptContext } from './attempt-context.js';
import { GivenBackError } from './attempt.errors.js';
import { OutputBuffer } from './output-buffer.js';
import type { RetryRules } from './retry-rules.js';

/** Lines written by tasks, separate from the lines about them. */
const taskLines = new Logger('TaskLog');

const NO_RULES: RetryRules = {};

/** An execution of a submitted task in this process, from the worker's point of view. */
export class Attempt {
  readonly id: string;
  readonly name: string;
  readonly queue: QueueName;
  /** Number of quarantine processes that died running the task; set once it is read. */
  crashes = 0;
  /** The workflow by which the task has replaced itself before; set once it is read. */
  replacedBy: string | undefined;
  /** The values for the references in its payload; set once they are read. */
  references: StoredValues | undefined;
  /** The time at which its time limit is reached, in ms since 1970; set when that starts. */
  deadline: number | undefined;
  /** The rules of its task; set once that is known, so that they do not apply to a payload that no worker understands. */
  retryRules: RetryRules = NO_RULES;
  /** The time limit that operators have set for its type; set once it may start. */
  operatorTimeoutMs: number | undefined;
  /** Its slot under the concurrency of its type, and the time since which it has it (ms since 1970). */
  slot: { readonly type: string; readonly since: number } | undefined;
  /** True once its start was told. */
  hasStarted = false;
  /** Guaranteed end of its lock, by `performance.now()`. The lock may last longer, and is renewed continuously. */
  lockedUntil: number;
  readonly startedAt = Date.now();
  private readonly began = performance.now();
  readonly notes: OutputBuffer;
  /** The reason why `run` was asked to stop: cancelled, timed out, requeued. The first one wins. */
  stopReason: Error | undefined;
  /** Secrets to redact from everything stored or logged of it; set once its payload is decrypted. */
  secrets = SecretTexts.none;
  private release: () => void = () => undefined;
  private controller: AbortController | undefined;
  private rejectGivenBack: (reason: Error) => void = () => undefined;

  /**
   * @param store receives its progress and log
   * @param lockMs duration of the lock that BullMQ has just taken
   * @param taskQueue receives its children
   */
  constructor(
    readonly job: TaskJob,
    store: Pick<TaskOutput, 'write'>,
    lockMs: number,
    private readonly taskQueue: TaskQueue,
  ) {
    this.lockedUntil = this.began + lockMs;
    this.id = job.id ?? '';
    this.name = job.name;
    this.queue = job.queueName;
    this.notes = new OutputBuffer(
      (notes) => store.write(this.queue, this.id, notes),
      () => this.secrets,
    );
  }

  /** Counts from 1. An attempt lost with its process counts; a snoozed or requeued one does not. */
  get number(): number {
    return this.job.attemptsMade + this.job.stalledCounter + this.crashes + 1;
  }

  /** Number of the last attempt, if nothing more is lost. */
  get maxAttempts(): number {
    return (this.job.opts.attempts ?? 1) + this.job.stalledCounter + this.crashes;
  }

  /** True if it was recovered from a worker that died or was unreachable for too long: the task may be to blame. */
  get isSuspect(): boolean {
    return this.job.stalledCounter > 0;
  }

  /** True if nothing is known to have happened to the task before. */
  get isFirst(): boolean {
    return this.job.attemptsStarted <= 1 && !this.isSuspect;
  }

  /** Aborts when `run` must stop; its reason is `stopReason`. Created on first use, because it is expensive. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    return this.controller.signal;
  }

  /** For the first attempt: time since the task could have started, in ms, by the clocks of two hosts. */
  get waitMs(): number | undefined {
    // A requeued task has run before, so its wait is not measured.
    if (this.number > 1 || !this.isFirst) return undefined;
    // The job's own delay points to its retry or promotion; BullMQ resets it to 0 once it is over.
    const delay = this.job.delay || (this.job.opts.delay ?? 0);
    return Math.max(0, this.startedAt - this.job.timestamp - delay);
  }

  /** Run time so far in ms, unaffected by clock changes. */
  get durationMs(): number {
    return Math.round(performance.now() - this.began);
  }

  /** The payload as stored, with secrets still encrypted. */
  get stored(): StoredPayload {
    const { name, references } = this;
    const { sealed, role, payloadFault: fault } = taskOptionsOf(this.job);
    return { name, payload: this.job.data, sealed, references, isItem: role?.isItem, fault };
  }

  /** Its role in a workflow, with the workflow's id; undefined for any other task. */
  get step(): StepOfWorkflow | undefined {
    const { workflowId, role: stepRole } = taskOptionsOf(this.job);
    return workflowId === undefined || stepRole === undefined ? undefined : { workflowId, stepRole };
  }

  keepSecret(secrets: SecretTexts): void {
    this.secrets = secrets;
    this.release = knowSecrets(secrets);
  }

  /** Call it after the last log line. */
  forgetSecrets(): void {
    this.release();
  }

  /** The context of tasks that it submits. */
  get lineage(): RunningTask {
    const { id, name, number: attempt } = this;
    const { rootId = id, submittedBy } = taskOptionsOf(this.job);
    return { id, rootId, submittedBy, name, attempt, worker: this.job.processedBy };
  }

  /** Its time limit. An invalid one was stored before it was validated: it is ignored. */
  get timeoutMs(): number | undefined {
    const { operatorTimeoutMs, job } = this;
    const timeoutMs = operatorTimeoutMs ?? taskOptionsOf(job).timeoutMs;
    return isWithin(timeoutMs, optionBounds.timeoutMs) ? timeoutMs : undefined;
  }

  /** The constant part of its context. */
  get facts(): TaskFacts {
    const { id, name, queue, number: attempt, maxAttempts } = this;
    const { tags = [], parentId, rootId = id, submittedBy, workflowId, step } = taskOptionsOf(this.job);
    return { id, name, queue, attempt, maxAttempts, tags, parentId, rootId, submittedBy, workflowId, step };
  }

  /** Submits its children. Created on use: few tasks have any. */
  get children(): ChildSubmits {
    return childSubmits(this.taskQueue, this.lineage);
  }

  /** Appends a line to the task's own log and to the process log. */
  log(line: string): Promise<void> {
    taskLines.log(line, { task_id: this.id, task_name: this.name, attempt: this.number });
    return this.notes.log(line);
  }

  /** The view passed to `run`. */
  get context(): TaskContext {
    return new AttemptContext(this);
  }

  /** Asks `run` to stop. */
  stop(reason: Error): void {
    if (this.stopReason !== undefined) return;
    this.stopReason = reason;
    this.controller ??= new AbortController();
    this.controller.abort(reason);
  }

  /** Resolves with the outcome of `work`, or rejects with GivenBackError as soon as the task is requeued. */
  unlessGivenBack<T>(work: Promise<T>): Promise<T> {
    // Promise.race is too slow here: its promises cost as much as the rest of an attempt's bookkeeping.
    return new Promise((resolve, reject) => {
      this.rejectGivenBack = reject;
      work.then(resolve, reject);
    });
  }

  /** Asks `run` to stop without waiting for it. */
  giveBack(): void {
    const reason = new GivenBackError();
    this.stop(reason);
    this.rejectGivenBack(reason);
  }
}
