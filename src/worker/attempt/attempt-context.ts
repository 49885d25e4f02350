import type { TaskContext, TaskFacts } from '../../core/task/task.js';
import type { ChildSubmits } from '../../core/submit/child-submits.js';
import type { OutputBuffer } from './output-buffer.js';

/** The parts of an attempt that its task may use. */
interface RunningAttempt {
  readonly id: string;
  readonly number: number;
  readonly facts: TaskFacts;
  readonly deadline: number | undefined;
  readonly signal: AbortSignal;
  readonly notes: OutputBuffer;
  readonly log: (line: string) => Promise<void>;
  readonly children: ChildSubmits;
}

/** The context of a task that runs in the worker's own thread. Most tasks read little of it, so nothing is prepared. */
export class AttemptContext implements TaskContext {
  readonly id: string;
  readonly attempt: number;
  private known: TaskFacts | undefined;

  constructor(private readonly inner: RunningAttempt) {
    this.id = inner.id;
    this.attempt = inner.number;
  }

  get name(): string {
    return this.facts.name;
  }

  get queue(): string {
    return this.facts.queue;
  }

  get maxAttempts(): number {
    return this.facts.maxAttempts;
  }

  get tags(): readonly string[] {
    return this.facts.tags;
  }

  get parentId(): string | undefined {
    return this.facts.parentId;
  }

  get rootId(): string {
    return this.facts.rootId;
  }

  get submittedBy(): string | undefined {
    return this.facts.submittedBy;
  }

  get workflowId(): string | undefined {
    return this.facts.workflowId;
  }

  get step(): string | undefined {
    return this.facts.step;
  }

  get deadline(): Date | undefined {
    const { deadline } = this.inner;
    return deadline === undefined ? undefined : new Date(deadline);
  }

  get signal(): AbortSignal {
    return this.inner.signal;
  }

  get submit(): TaskContext['submit'] {
    return this.inner.children.submit;
  }

  get submitMany(): TaskContext['submitMany'] {
    return this.inner.children.submitMany;
  }

  // Bound, so that a task may destructure its context: `run(payload, { progress, log })`.
  readonly progress = (value: number | object): Promise<void> => this.inner.notes.progress(value);
  readonly log = (line: string): Promise<void> => this.inner.log(line);

  private get facts(): TaskFacts {
    return (this.known ??= this.inner.facts);
  }
}
