import { type INestApplicationContext, Injectable } from '@nestjs/common';
import { Config } from '../../../src/platform/config/config.js';
import { JobWriter } from '../../../src/core/submit/job-writer.js';
import type { PreparedJob } from '../../../src/core/submit/prepared-job.js';
import { priorityOf } from '../../../src/core/task/options/priority.js';
import { DEFAULT_BACKOFF } from '../../../src/core/task/options/retry-policy.js';
import type { Deduplicate } from '../../../src/core/task/options/deduplicate.js';
import type { SubmitOptions } from '../../../src/core/task/options/submit-options.js';
import type { TaskJobOptions } from '../../../src/core/bullmq/task-job.js';
import { TaskRegistry } from '../../../src/core/task/task-registry.js';
import type { TaskClass } from '../../../src/core/task/task.js';
import { parseDto } from '../../../src/platform/validation/parse-dto.js';
import { throughJson } from './through-json.js';

/** One submit, as a worker would receive it. */
export interface RecordedSubmit<P extends object = object> {
  /** The result of `submit`. */
  readonly id: string;
  readonly name: string;
  readonly payload: P;
  /** The effective options: those of the call, otherwise of the task, otherwise the defaults. */
  readonly options: SubmitOptions;
}

/**
 * Replaces the writer of jobs, and records them instead of storing them. Everything before it is real: names, options,
 * sizes. Every payload is parsed as in a worker, so that one that no worker could run fails at its submit.
 * `deduplicate` is recorded but not applied: every submit is a separate task.
 */
@Injectable()
export class RecordedSubmits implements Pick<JobWriter, 'add' | 'addMany'> {
  /** All submits, in order. */
  readonly all: RecordedSubmit[] = [];

  constructor(
    private readonly registry: TaskRegistry,
    private readonly config: Config,
  ) {}

  /** The submits of one task type. */
  submitted<P extends object>(task: TaskClass<P>): RecordedSubmit<P>[] {
    const { name } = this.registry.getByClass(task).options;
    // It was parsed by the DTO of this task when it was recorded.
    return this.all.filter((one) => one.name === name) as RecordedSubmit<P>[];
  }

  async add(job: PreparedJob): Promise<string> {
    const [id = ''] = await this.addMany([job]);
    return id;
  }

  addMany(jobs: readonly PreparedJob[]): Promise<string[]> {
    const recorded = jobs.map((job) => recordOf(job, this.config.resultRetentionMs));
    this.all.push(...recorded);
    return Promise.resolve(recorded.map(({ id }) => id));
  }
}

/**
 * From now on, submits in this process are recorded instead of stored, and do not run. A second call starts a new
 * record.
 *
 * @param app an application, or a module of `Test.createTestingModule`, that includes the core
 */
export function recordSubmits(app: INestApplicationContext): RecordedSubmits {
  const submits = new RecordedSubmits(app.get(TaskRegistry), app.get(Config));
  const writer = app.get(JobWriter);
  writer.add = (job) => submits.add(job);
  writer.addMany = (jobs) => submits.addMany(jobs);
  return submits;
}

function recordOf({ task, payload, options }: PreparedJob, defaultRetentionMs: number): RecordedSubmit {
  const parsed = parseDto(task.payload, throughJson(payload), `the payload of ${task.name}`);
  const applied = { retentionMs: defaultRetentionMs, ...optionsOf(options) };
  return { id: options.jobId, name: task.name, payload: parsed, options: applied };
}

/** Converts stored options back to those of a submit. */
function optionsOf(stored: TaskJobOptions): SubmitOptions {
  const {
    delay,
    attempts,
    retry = DEFAULT_BACKOFF,
    priority,
    timeoutMs,
    expiresAt,
    tags,
    retentionMs,
    deduplication,
    debounced,
  } = stored;
  const { webhookUrl } = stored;
  return {
    attempts,
    backoff: retry,
    priority: priorityOf(priority),
    ...(retentionMs !== undefined && { retentionMs }),
    ...(delay !== undefined && { delayMs: delay }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    ...(tags && { tags }),
    ...(webhookUrl !== undefined && { webhookUrl }),
    ...(deduplication && { deduplicate: deduplicateOf(deduplication, debounced) }),
  };
}

/** `unique` with a `ttlMs` is stored as `throttle`, which is the same. */
function deduplicateOf(
  { id, ttl }: NonNullable<TaskJobOptions['deduplication']>,
  debounced = false,
): Deduplicate {
  const mode = debounced ? 'debounce' : ttl ? 'throttle' : 'unique';
  const [, , first = '', ...further] = JSON.parse(id) as string[]; // the format of `deduplicationId`
  return { key: further.length > 0 ? [first, ...further] : first, mode, ...(ttl && { ttlMs: ttl }) };
}
