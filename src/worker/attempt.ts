import type { TaskJob } from '../queue/task-job.js';
import type { TaskContext } from '../queue/task.js';

/** Resolved instead of a result when a stopping worker gives the task back to its queue. */
export const GIVEN_BACK = Symbol('given back');

/** One execution of a submitted task that is going on in this process. */
export class Attempt implements TaskContext {
  readonly id: string;
  readonly attempt: number;
  readonly startedAt = Date.now();
  readonly givenBack: Promise<typeof GIVEN_BACK>;
  private readonly controller = new AbortController();
  private resolveGivenBack: (value: typeof GIVEN_BACK) => void = () => undefined;

  /** @param cancelled BullMQ's signal for this job */
  constructor(
    readonly job: TaskJob,
    cancelled: AbortSignal | undefined,
  ) {
    this.id = job.id ?? '';
    this.attempt = job.attemptsStarted;
    this.givenBack = new Promise((resolve) => (this.resolveGivenBack = resolve));
    cancelled?.addEventListener('abort', () => this.controller.abort(cancelled.reason), { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Tells `run` to stop and stops waiting for it. */
  giveBack(): void {
    this.controller.abort(new Error('The worker stops: the task is given back to its queue'));
    this.resolveGivenBack(GIVEN_BACK);
  }

  // Bound: a task may take them apart, `run(payload, { progress, log })`.
  readonly progress = async (value: number | Record<string, unknown>): Promise<void> => {
    await this.job.updateProgress(value);
  };

  readonly log = async (line: string): Promise<void> => {
    await this.job.log(line);
  };
}
