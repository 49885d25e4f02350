import type { TestingModule } from '@nestjs/testing';
import { jobOptionsOf } from '../../../src/core/bullmq/job-options.js';
import { childSubmits } from '../../../src/core/submit/child-submits.js';
import { TaskQueue } from '../../../src/core/submit/task-queue.js';
import type { SubmitOptions } from '../../../src/core/task/options/submit-options.js';
import type { TaskError } from '../../../src/core/task/task-error.js';
import { newTaskId } from '../../../src/core/task/task-id.js';
import { ReplaceTask } from '../../../src/core/task/task-outcome.js';
import type { RegisteredTask } from '../../../src/core/task/task-registry.js';
import type { TaskContext } from '../../../src/core/task/task.js';
import type { WorkflowDefinition } from '../../../src/core/workflows/definition/workflow-definition.js';
import { Config } from '../../../src/platform/config/config.js';
import { valuesAt } from '../../../src/platform/redaction/field-paths.js';
import { SecretTexts } from '../../../src/platform/redaction/secret-texts.js';
import { parseDto } from '../../../src/platform/validation/parse-dto.js';
import { outcomeOfAttempt } from '../../../src/worker/attempt/attempt-outcome.js';
import {
  allowForNewerWorkers,
  recordable,
  refusedRetry,
  willRetry,
} from '../../../src/worker/attempt/failure.js';
import { checkedResult } from '../../../src/worker/attempt/json-result.js';
import { OutputBuffer } from '../../../src/worker/attempt/output-buffer.js';
import type { RetryRules } from '../../../src/worker/attempt/retry-rules.js';
import type { OutcomeLabel } from '../../../src/worker/attempt/runner-events.js';
import { throughJson } from './through-json.js';

/** Properties of an attempt. */
export interface AttemptOptions {
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

/** The end of an attempt. */
export interface AttemptEnd {
  /**
   * `succeeded`, `retried` (failed with attempts left), `failed` for good, `snoozed`, `revoked`, or `parked` by
   * `replaceWith`.
   */
  readonly outcome: OutcomeLabel;
  /** The result as read from the broker; null unless the attempt succeeded. */
  readonly result: unknown;
  /** The error as recorded in the task; null unless the attempt failed. */
  readonly error: TaskError | null;
  /** The workflow by which the task replaces itself; null unless it does. */
  readonly replacedBy: WorkflowDefinition | null;
}

/** The context of a task that runs alone. */
export interface Surroundings {
  readonly config: Config;
  readonly taskQueue: TaskQueue;
}

/** The surroundings in an application of `testingModule`. */
export function surroundingsIn(testing: Pick<TestingModule, 'get'>): Surroundings {
  return { config: testing.get(Config), taskQueue: testing.get(TaskQueue) };
}

/** Runs the workflow by which a task replaces itself. @returns the result of the task */
type Replace = (workflow: WorkflowDefinition) => Promise<unknown>;

/** One attempt of a task, made of the worker's own parts. */
export class LoneAttempt {
  readonly progress: unknown[] = [];
  readonly logs: string[] = [];
  private readonly notes = new OutputBuffer(
    ({ lines }) => Promise.resolve(void this.logs.push(...lines)),
    () => this.secrets,
  );
  /** As in a worker, no record of the attempt contains them. */
  private secrets = SecretTexts.none;
  /** Apply from when `run` is called. */
  private rules: RetryRules = {};
  private readonly number: number;
  private readonly id: string;
  private readonly signal: AbortSignal;

  constructor(
    private readonly task: RegisteredTask,
    private readonly around: Surroundings,
    private readonly given: AttemptOptions & { readonly replace?: Replace },
  ) {
    this.number = given.attempt ?? 1;
    this.id = given.id ?? newTaskId();
    this.signal = given.signal ?? new AbortController().signal;
  }

  async run(stored: unknown): Promise<AttemptEnd> {
    const nothing = { result: null, error: null, replacedBy: null };
    try {
      return { ...nothing, outcome: 'succeeded', result: throughJson(await this.execute(stored)) };
    } catch (error) {
      if (error instanceof ReplaceTask)
        return { ...nothing, outcome: 'parked', replacedBy: definitionIn(error) };
      return { ...nothing, ...this.settle(error) };
    } finally {
      await this.notes.flush();
    }
  }

  private async execute(stored: unknown): Promise<unknown> {
    const { options, handler } = this.task;
    const { redact = [] } = options;
    this.secrets = SecretTexts.of(valuesAt(stored, redact));
    const payload = parseDto(options.payload, stored, `the payload of ${options.name}`, redact);
    return checkedResult(await this.resultOf(handler, payload), this.around.config.maxResultBytes);
  }

  private async resultOf(handler: RegisteredTask['handler'], payload: object): Promise<unknown> {
    const { replace } = this.given;
    this.rules = this.task.options;
    try {
      return await handler.run(payload, this.context());
    } catch (error) {
      if (replace === undefined || !(error instanceof ReplaceTask)) throw error;
      return replace(definitionIn(error));
    }
  }

  private context(): TaskContext {
    const { timeoutMs, attempts, tags = [] } = this.jobOptions();
    const { name, queue } = this.task.options;
    return {
      ...{ id: this.id, name, queue, attempt: this.number, maxAttempts: attempts, tags, rootId: this.id },
      ...{ parentId: undefined, submittedBy: undefined, workflowId: undefined, step: undefined },
      deadline: timeoutMs === undefined ? undefined : new Date(Date.now() + timeoutMs),
      signal: this.signal,
      progress: (value) =>
        Promise.resolve(void this.progress.push(this.secrets.scrubJson(throughJson(value)))),
      log: (line) => this.notes.log(line),
      ...childSubmits(this.around.taskQueue, { id: this.id, rootId: this.id }),
    };
  }

  private settle(error: unknown): Pick<AttemptEnd, 'outcome' | 'error'> {
    const ending = outcomeOfAttempt(error, this.stopReason(), Date.now());
    if (ending.kind === 'returned' || ending.kind === 'aside') return { outcome: 'returned', error: null };
    if (ending.kind === 'put-off') return { outcome: 'snoozed', error: null };
    if (ending.kind === 'revoked') return { outcome: 'revoked', error: null };
    return this.fail(ending.error);
  }

  private fail(error: unknown): Pick<AttemptEnd, 'outcome' | 'error'> {
    const now = new Date().toISOString();
    const where = {
      attempt: this.number,
      worker: this.around.config.workerName,
      started_at: now,
      ended_at: now,
    };
    const job = { attemptsMade: this.number - 1, opts: this.jobOptions() };
    allowForNewerWorkers(job, error);
    const refusal = refusedRetry(job, this.rules, error);
    const { type, message, error: recorded } = recordable(error, where, this.secrets, refusal);
    return { outcome: willRetry(job, recorded) ? 'retried' : 'failed', error: { type, message } };
  }

  private jobOptions() {
    const given = { id: this.id, now: Date.now(), retentionMs: this.around.config.resultRetentionMs };
    return jobOptionsOf(this.task.options, this.given.options ?? {}, given);
  }

  private stopReason(): Error | undefined {
    if (!this.signal.aborted) return undefined;
    const reason: unknown = this.signal.reason;
    return reason instanceof Error ? reason : new Error(String(reason));
  }
}

/** `replaceWith` has written it. */
function definitionIn({ definition }: ReplaceTask): WorkflowDefinition {
  return JSON.parse(definition) as WorkflowDefinition;
}
