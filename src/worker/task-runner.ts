import { Injectable } from '@nestjs/common';
import { WaitingError } from 'bullmq';
import { Config } from '../config/config.js';
import { Retention } from '../queue/retention.js';
import type { TaskJob, TaskJobOptions } from '../queue/task-job.js';
import { type RegisteredTask, TaskRegistry } from '../queue/task-registry.js';
import { parseDto } from '../validation/parse-dto.js';
import { Attempt, GIVEN_BACK } from './attempt.js';
import { allowForNewerWorkers, recordable, willRetry } from './failure.js';
import { type Outcome, RunnerEvents } from './runner-events.js';

/** Executes one attempt: resolve the task, parse its payload, run it, settle what came of it. */
@Injectable()
export class TaskRunner {
  private readonly active = new Set<Attempt>();

  constructor(
    private readonly registry: TaskRegistry,
    private readonly retention: Retention,
    private readonly events: RunnerEvents,
    private readonly config: Config,
  ) {}

  /**
   * @returns the result for BullMQ to store
   * @throws an error for BullMQ to record, or its WaitingError when the task was given back
   */
  async run(job: TaskJob, token: string | undefined, cancelled: AbortSignal | undefined): Promise<unknown> {
    const attempt = new Attempt(job, cancelled);
    this.active.add(attempt);
    this.events.emit('task.started', describe(attempt));
    try {
      const result = await Promise.race([this.execute(attempt), attempt.givenBack]);
      return result === GIVEN_BACK ? await this.giveBack(attempt, token) : this.succeed(attempt, result);
    } catch (error) {
      throw error instanceof WaitingError ? error : this.fail(attempt, error);
    } finally {
      this.active.delete(attempt);
    }
  }

  /** Ends every attempt of this process without counting it: its tasks go back to their queues at once. */
  giveBackAll(): void {
    for (const attempt of this.active) attempt.giveBack();
  }

  private async execute(attempt: Attempt): Promise<unknown> {
    const { options, handler } = this.resolve(attempt.job);
    const payload = parseDto(options.payload, attempt.job.data, `the payload of ${options.name}`);
    const result = await handler.run(payload, attempt);
    return result ?? null;
  }

  private resolve(job: TaskJob): RegisteredTask {
    return this.registry.get(job.name);
  }

  private succeed(attempt: Attempt, result: unknown): unknown {
    this.settled(attempt, 'succeeded');
    return result;
  }

  private fail(attempt: Attempt, error: unknown): Error {
    const recorded = recordable(error);
    allowForNewerWorkers(attempt.job, error);
    this.settled(attempt, willRetry(attempt.job, recorded) ? 'retried' : 'failed', recorded);
    return recorded;
  }

  private async giveBack(attempt: Attempt, token: string | undefined): Promise<never> {
    await attempt.job.moveToWait(token);
    this.settled(attempt, 'returned');
    throw new WaitingError();
  }

  private settled(attempt: Attempt, outcome: Outcome, error?: Error): void {
    if (outcome === 'succeeded' || outcome === 'failed') this.noteRetention(attempt);
    const durationMs = Date.now() - attempt.startedAt;
    this.events.emit('task.settled', { ...describe(attempt), outcome, durationMs, ...(error && { error }) });
  }

  /** Not awaited: it is on its way before BullMQ settles the job. What a lost broker swallows, it sends again. */
  private noteRetention({ job, id }: Attempt): void {
    const { retentionMs = this.config.resultRetentionMs }: Partial<TaskJobOptions> = job.opts;
    this.retention.note(job.queueName, id, retentionMs).catch(() => undefined);
  }
}

function describe({ job, id, attempt }: Attempt) {
  return { id, name: job.name, queue: job.queueName, attempt };
}
