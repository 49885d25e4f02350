import { type QueueName, isQueueName } from '../config/queue-names.js';
import type { RunningTask } from '../queue/running-task.js';
import { type TaskJob, taskOptionsOf } from '../queue/task-job.js';
import type { Notes } from '../queue/task-notes.js';
import type { TaskContext } from '../queue/task.js';
import { GivenBackError } from './attempt.errors.js';
import { NoteWriter } from './note-writer.js';

/** One execution of a submitted task that is going on in this process, as the worker sees it. */
export class Attempt {
  readonly id: string;
  readonly name: string;
  readonly queue: QueueName;
  /** From 1. One that was lost with its worker counts; one that was put off or given back does not. */
  readonly number: number;
  readonly startedAt = Date.now();
  readonly notes: NoteWriter;
  /** Rejects as soon as the task is given back: nobody waits for `run` any longer. */
  readonly givenBack: Promise<never>;
  /** Why `run` was told to stop: cancelled, out of time, given back. The first reason stands. */
  stopReason: Error | undefined;
  private controller: AbortController | undefined;
  private rejectGivenBack: (reason: Error) => void = () => undefined;

  /** @param store where its notes go */
  constructor(
    readonly job: TaskJob,
    store: (queue: QueueName, id: string, notes: Notes) => Promise<void>,
  ) {
    this.id = job.id ?? '';
    this.name = job.name;
    if (!isQueueName(job.queueName)) throw new Error(`There is no queue ${job.queueName}`);
    this.queue = job.queueName;
    this.notes = new NoteWriter((notes) => store(this.queue, this.id, notes));
    this.number = job.attemptsMade + job.stalledCounter + 1;
    this.givenBack = new Promise((_, reject) => (this.rejectGivenBack = reject));
    this.givenBack.catch(() => undefined); // nobody may be waiting any more
  }

  /** Aborts when `run` has to stop; its reason is `stopReason`. Made when it is first asked for: it costs. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    return this.controller.signal;
  }

  /** What it is the parent of. */
  get lineage(): RunningTask {
    return { id: this.id, rootId: taskOptionsOf(this.job).rootId ?? this.id };
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
  readonly log = (line: string): Promise<void> => this.inner.notes.log(line);
}
