import { Logger } from '@nestjs/common';
import { type QueueName, isQueueName } from '../../platform/config/queue-names.js';
import type { RunningTask } from '../../core/task/running-task.js';
import { type TaskJob, taskOptionsOf } from '../../core/bullmq/task-job.js';
import type { StoredPayload } from '../../core/submit/payload-seals.js';
import type { TaskOutput } from '../../core/read/task-output.js';
import type { TaskContext } from '../../core/task/task.js';
import { knowSecrets } from '../../platform/redaction/known-secrets.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { GivenBackError } from './attempt.errors.js';
import { OutputBuffer } from './output-buffer.js';

/** What tasks say of themselves, beside what is said of them. */
const taskLines = new Logger('TaskLog');

/** One execution of a submitted task that is going on in this process, as the worker sees it. */
export class Attempt {
  readonly id: string;
  readonly name: string;
  readonly queue: QueueName;
  /** How often a process died under the task that had been set apart for it; known once it was looked up. */
  crashes = 0;
  /** Until when its lock lasts for certain, by `performance.now()`: it may last longer, and is renewed all the time. */
  lockedUntil: number;
  readonly startedAt = Date.now();
  private readonly began = performance.now();
  readonly notes: OutputBuffer;
  /** Why `run` was told to stop: cancelled, out of time, given back. The first reason stands. */
  stopReason: Error | undefined;
  /** What nothing that is stored or logged of it may repeat; known once its payload is decrypted. */
  secrets = SecretTexts.none;
  private release: () => void = () => undefined;
  private controller: AbortController | undefined;
  private rejectGivenBack: (reason: Error) => void = () => undefined;

  /**
   * @param store where its notes go
   * @param lockMs how long its lock lasts that BullMQ has just taken
   */
  constructor(
    readonly job: TaskJob,
    store: Pick<TaskOutput, 'write'>,
    lockMs: number,
  ) {
    this.lockedUntil = this.began + lockMs;
    this.id = job.id ?? '';
    this.name = job.name;
    if (!isQueueName(job.queueName)) throw new Error(`There is no queue ${job.queueName}`);
    this.queue = job.queueName;
    this.notes = new OutputBuffer(
      (notes) => store.write(this.queue, this.id, notes),
      () => this.secrets,
    );
  }

  /** From 1. One that was lost with its process counts; one that was put off or given back does not. */
  get number(): number {
    return this.job.attemptsMade + this.job.stalledCounter + this.crashes + 1;
  }

  /** It came back from a worker that died, or was away for too long: it may be to blame. */
  get isSuspect(): boolean {
    return this.job.stalledCounter > 0;
  }

  /** Nothing has happened to the task yet, that is known here. */
  get isFirst(): boolean {
    return this.job.attemptsStarted <= 1 && !this.isSuspect;
  }

  /** Aborts when `run` has to stop; its reason is `stopReason`. Made when it is first asked for: it costs. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    return this.controller.signal;
  }

  /** Of the first attempt: how long the task waited since it could have been started, in ms, by two hosts' clocks. */
  get waitMs(): number | undefined {
    // One that was given back has run before: that is not waiting.
    if (this.number > 1 || !this.isFirst) return undefined;
    // The job's own delay leads to when it was retried or promoted; BullMQ sets it to 0 once it is over.
    const delay = this.job.delay || (this.job.opts.delay ?? 0);
    return Math.max(0, this.startedAt - this.job.timestamp - delay);
  }

  /** How long it has run, in ms, whatever is done to the clock meanwhile. */
  get durationMs(): number {
    return Math.round(performance.now() - this.began);
  }

  /** Its payload, still encrypted where it is secret. */
  get stored(): StoredPayload {
    return { name: this.name, payload: this.job.data, sealed: taskOptionsOf(this.job).sealed };
  }

  keepSecret(secrets: SecretTexts): void {
    this.secrets = secrets;
    this.release = knowSecrets(secrets);
  }

  /** Once all is said. */
  forgetSecrets(): void {
    this.release();
  }

  /** What it is the parent of. */
  get lineage(): RunningTask {
    const { id, name, number: attempt } = this;
    const { rootId = id, submittedBy } = taskOptionsOf(this.job);
    return { id, rootId, submittedBy, name, attempt };
  }

  /** Appends a line to the task's own log, and to that of the process. */
  log(line: string): Promise<void> {
    taskLines.log(line, { task_id: this.id, task_name: this.name, attempt: this.number });
    return this.notes.log(line);
  }

  /** What `run` sees of all this. */
  get context(): TaskContext {
    return new AttemptContext(this);
  }

  /** Tells `run` to stop. */
  stop(reason: Error): void {
    if (this.stopReason !== undefined) return;
    this.stopReason = reason;
    this.controller ??= new AbortController();
    this.controller.abort(reason);
  }

  /** What comes of `work`, or a GivenBackError as soon as the task is given back: nobody waits any longer then. */
  unlessGivenBack<T>(work: Promise<T>): Promise<T> {
    // No Promise.race: its promises and theirs cost as much as all else of an attempt's bookkeeping.
    return new Promise((resolve, reject) => {
      this.rejectGivenBack = reject;
      work.then(resolve, reject);
    });
  }

  /** Tells `run` to stop and stops waiting for it. */
  giveBack(): void {
    const reason = new GivenBackError();
    this.stop(reason);
    this.rejectGivenBack(reason);
  }
}

class AttemptContext implements TaskContext {
  readonly id: string;
  readonly attempt: number;

  constructor(private readonly inner: Attempt) {
    this.id = inner.id;
    this.attempt = inner.number;
  }

  get signal(): AbortSignal {
    return this.inner.signal;
  }

  // Bound: a task may take its context apart, `run(payload, { progress, log })`.
  readonly progress = (value: number | object): Promise<void> => this.inner.notes.progress(value);
  readonly log = (line: string): Promise<void> => this.inner.log(line);
}
