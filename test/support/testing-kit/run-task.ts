import type { ModuleMetadata } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule } from '../../../src/platform/config/config.module.js';
import { Config } from '../../../src/platform/config/config.js';
import { coreOptions } from '../../../src/apps/core-options.js';
import { CoreOptions } from '../../../src/core/core-options.js';
import { KnownQueues } from '../../../src/core/task/known-queues.js';
import { CompletionListeners } from '../../../src/core/lifetime/completion-listeners.js';
import { JobPreparer } from '../../../src/core/submit/job-preparer.js';
import { JobWriter } from '../../../src/core/submit/job-writer.js';
import type { SubmitOptions } from '../../../src/core/task/options/submit-options.js';
import { jobOptionsOf } from '../../../src/core/bullmq/job-options.js';
import { newTaskId } from '../../../src/core/task/task-id.js';
import { Backpressure } from '../../../src/core/submit/backpressure.js';
import { TaskQueue } from '../../../src/core/submit/task-queue.js';
import { type RegisteredTask, TaskRegistry } from '../../../src/core/task/task-registry.js';
import type { TaskError } from '../../../src/core/task/task-error.js';
import { TaskStore } from '../../../src/core/read/task-store.js';
import type { TaskContext } from '../../../src/core/task/task.js';
import { valuesAt } from '../../../src/platform/redaction/field-paths.js';
import { SecretTexts } from '../../../src/platform/redaction/secret-texts.js';
import { parseDto } from '../../../src/platform/validation/parse-dto.js';
import { outcomeOfAttempt } from '../../../src/worker/attempt/attempt-outcome.js';
import { allowForNewerWorkers, recordable, willRetry } from '../../../src/worker/attempt/failure.js';
import { checkedResult } from '../../../src/worker/attempt/json-result.js';
import { OutputBuffer } from '../../../src/worker/attempt/output-buffer.js';
import type { OutcomeLabel } from '../../../src/worker/attempt/runner-events.js';
import type { Variables } from '../sandbox.js';
import { RecordedSubmits } from './record-submits.js';
import { throughJson } from './through-json.js';

/** For tasks with `redact`: nothing is stored here, but the check at startup needs a key. */
const TEST_KEY = Buffer.alloc(32, 'a test').toString('base64');

/** The submits of a running task are never refused. */
const NO_LIMITS: Pick<Backpressure, 'admit' | 'settle'> = {
  admit: (groups) => Promise.resolve(groups),
  settle: () => undefined,
};

/** A task runs alone, without the module that defines its queue. */
const ANY_QUEUE: Pick<KnownQueues, 'has'> = { has: () => true };

/** Dependencies of a task, and properties of its attempt. */
export interface RunTaskOptions extends Pick<ModuleMetadata, 'imports' | 'providers'> {
  /** Settings that differ from the defaults, as environment variables. */
  readonly settings?: Variables;
  /** Options of the submit. Default: those of @Task. */
  readonly options?: SubmitOptions;
  /** Default: a new one. */
  readonly id?: string;
  /** From 1. Default: 1. */
  readonly attempt?: number;
  /**
   * Asks `run` to stop, with the meaning of its reason as in a worker: `new TaskCancelledError('…')`,
   * `new TimeoutError(ms)`. Default: never.
   */
  readonly signal?: AbortSignal;
}

/** Outcome of one attempt. */
export interface TaskRun<R> {
  /** `succeeded`, `retried` (failed with attempts left), `failed` for good, `snoozed` or `revoked`. */
  readonly outcome: OutcomeLabel;
  /** The result as read from the broker; null unless the attempt succeeded. */
  readonly result: R | null;
  /** The error as recorded in the task; null unless the attempt failed. */
  readonly error: TaskError | null;
  /** Every update, including those that a worker would skip: it stores the newest, ten times a second. */
  readonly progress: readonly unknown[];
  readonly logs: readonly string[];
  /** Tasks that it submitted. Their classes must be among the `providers`. */
  readonly submits: RecordedSubmits;
}

/** A class with @Task, by the parameter and result of `run`. */
type RunnableClass<P extends object, R> = new (...dependencies: never[]) => {
  run: (payload: P, context: TaskContext) => Promise<R>;
};

/**
 * Runs one attempt of a task without a broker: dependencies are injected, the payload is parsed by its DTO, the result
 * is checked as in a worker, and both pass through JSON. Always runs inline; waits, time limits and rate limits belong
 * to the queue and do not apply.
 */
export async function runTask<P extends object, R>(
  taskClass: RunnableClass<P, R>,
  payload: P,
  given: RunTaskOptions = {},
): Promise<TaskRun<R>> {
  const testing = await moduleWith(taskClass, given);
  try {
    const attempt = new LoneAttempt(
      testing.get(TaskRegistry).getByClass(taskClass),
      testing.get(Config),
      given,
    );
    const ended = await attempt.run(throughJson(payload));
    const { progress, logs } = attempt;
    // The value returned by `run`: `checkedResult` refuses those that JSON would change.
    return {
      ...ended,
      result: ended.result as R | null,
      progress,
      logs,
      submits: testing.get(RecordedSubmits),
    };
  } finally {
    await testing.close();
  }
}

async function moduleWith(
  taskClass: RunnableClass<never, unknown>,
  { imports = [], providers = [], settings = {} }: RunTaskOptions,
): Promise<TestingModule> {
  const recording = [
    TaskRegistry,
    TaskQueue,
    JobPreparer,
    RecordedSubmits,
    {
      provide: CoreOptions,
      inject: [Config],
      useFactory: (config: Config) => new CoreOptions(coreOptions.useFactory(config) as Partial<CoreOptions>),
    },
    { provide: KnownQueues, useValue: ANY_QUEUE },
    { provide: JobWriter, useExisting: RecordedSubmits },
    { provide: CompletionListeners, useValue: { get: () => ({ check: () => undefined }) } }, // no task ends here
    { provide: Backpressure, useValue: NO_LIMITS },
    { provide: TaskStore, useValue: {} }, // asked by TaskQueue for duplicates only: none are recorded
  ];
  const testing = await Test.createTestingModule({
    imports: [DiscoveryModule, ConfigModule, ...imports],
    providers: [taskClass, ...recording, ...providers],
  })
    .overrideProvider(Config)
    .useValue(new Config({ PAYLOAD_KEYS: TEST_KEY, ...settings }))
    .compile();
  return testing.init();
}

/** One attempt, made of the worker's own parts. */
class LoneAttempt {
  readonly progress: unknown[] = [];
  readonly logs: string[] = [];
  private readonly notes = new OutputBuffer(
    ({ lines }) => Promise.resolve(void this.logs.push(...lines)),
    () => this.secrets,
  );
  /** As in a worker, no record of the attempt contains them. */
  private secrets = SecretTexts.none;
  private readonly number: number;
  private readonly id: string;
  private readonly signal: AbortSignal;

  constructor(
    private readonly task: RegisteredTask,
    private readonly config: Config,
    private readonly given: RunTaskOptions,
  ) {
    this.number = given.attempt ?? 1;
    this.id = given.id ?? newTaskId();
    this.signal = given.signal ?? new AbortController().signal;
  }

  async run(stored: unknown): Promise<Pick<TaskRun<unknown>, 'outcome' | 'result' | 'error'>> {
    try {
      const result = throughJson(await this.execute(stored));
      return { outcome: 'succeeded', result, error: null };
    } catch (error) {
      return { ...this.settle(error), result: null };
    } finally {
      await this.notes.flush();
    }
  }

  private async execute(stored: unknown): Promise<unknown> {
    const { options, handler } = this.task;
    const { redact = [] } = options;
    this.secrets = SecretTexts.of(valuesAt(stored, redact));
    const payload = parseDto(options.payload, stored, `the payload of ${options.name}`, redact);
    return checkedResult(await handler.run(payload, this.context()), this.config.maxResultBytes);
  }

  private context(): TaskContext {
    return {
      id: this.id,
      attempt: this.number,
      signal: this.signal,
      progress: (value) =>
        Promise.resolve(void this.progress.push(this.secrets.scrubJson(throughJson(value)))),
      log: (line) => this.notes.log(line),
    };
  }

  private settle(error: unknown): Pick<TaskRun<unknown>, 'outcome' | 'error'> {
    const ending = outcomeOfAttempt(error, this.stopReason(), Date.now());
    if (ending.kind === 'returned') return { outcome: 'returned', error: null };
    if (ending.kind === 'put-off') return { outcome: 'snoozed', error: null };
    if (ending.kind === 'revoked') return { outcome: 'revoked', error: null };
    return this.fail(ending.error);
  }

  private fail(error: unknown): Pick<TaskRun<unknown>, 'outcome' | 'error'> {
    const now = new Date().toISOString();
    const where = { attempt: this.number, worker: this.config.workerName, started_at: now, ended_at: now };
    const { type, message, error: recorded } = recordable(error, where, this.secrets);
    const job = { attemptsMade: this.number - 1, opts: this.jobOptions() };
    allowForNewerWorkers(job, error);
    return { outcome: willRetry(job, recorded) ? 'retried' : 'failed', error: { type, message } };
  }

  private jobOptions() {
    const given = { id: this.id, now: Date.now(), retentionMs: this.config.resultRetentionMs };
    return jobOptionsOf(this.task.options, this.given.options ?? {}, given);
  }

  private stopReason(): Error | undefined {
    if (!this.signal.aborted) return undefined;
    const reason: unknown = this.signal.reason;
    return reason instanceof Error ? reason : new Error(String(reason));
  }
}
