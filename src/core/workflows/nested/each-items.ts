import { Injectable } from '@nestjs/common';
import { isObject } from '../../../platform/validation/parse-dto.js';
import { JobPreparer } from '../../submit/job-preparer.js';
import { JobWriter } from '../../submit/job-writer.js';
import { MemoryLimit } from '../../submit/memory-limit.js';
import type { PreparedJob } from '../../submit/prepared-job.js';
import type { StepRole } from '../../task/step-role.js';
import { DiscardTask } from '../../task/task-outcome.js';
import { nthId } from '../../task/task-id.js';
import { TaskRegistry } from '../../task/task-registry.js';
import type { SubmitContext } from '../../task/submit-context.js';
import type { SubmitOptions } from '../../task/options/submit-options.js';
import { referencesIn, resolveItem } from '../definition/references.js';
import { MAX_EACH_BYTES, MAX_STEPS_AND_ITEMS } from '../definition/workflow-definition.js';
import { MissingValueError } from '../definition/workflow.errors.js';
import { STEP_RETENTION_MS } from '../start/planned-jobs.js';
import { type Fields, fieldsOfStart, fieldsOfStep, startOfItems } from '../record/workflow-record.js';
import { WorkflowWriter } from '../record/workflow-writer.js';

/** A running `each` step. */
export interface EachStep {
  readonly workflowId: string;
  readonly number: number;
  readonly name: string;
  readonly task: string;
  /** With references. */
  readonly payload: unknown;
  readonly options: SubmitOptions;
  readonly origin: SubmitContext;
  /** The context of the span to which its attempts belong: those of the items belong to the same. */
  readonly trace: string | undefined;
}

/** Instead of a number. */
const TOO_MANY = -2;

type ItemRole = StepRole & { readonly number: number };

/** Stores the items of `each` steps. */
@Injectable()
export class EachItems {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly preparer: JobPreparer,
    private readonly jobs: JobWriter,
    private readonly records: WorkflowWriter,
    private readonly memory: MemoryLimit,
  ) {}

  /**
   * Stores one job for each item. None starts until the step is parked; a repeated call stores nothing twice.
   *
   * @returns false if they are stored and part of the workflow already
   * @throws DiscardTask for an item without a value that the payload refers to, or that makes no payload, for too
   * large payloads in total, and if the workflow would have too many steps and items
   * @throws BrokerFullError while the broker's memory is nearly full
   */
  async store(step: EachStep, items: readonly unknown[]): Promise<boolean> {
    await this.refuseWhileFull(step);
    const first = await this.records.reserveItems(step.workflowId, step.number, items.length);
    if (first === TOO_MANY) throw tooMany(step, items.length);
    if (first < 0) return false;
    const jobs = this.jobsOf(step, items, first);
    const fields: Fields = fieldsOfStart(
      startOfItems(step.number),
      items.map((_, i) => first + i),
    );
    for (const [i, job] of jobs.entries()) fields.push(...fieldsOfItem(step, job, i, first + i));
    await Promise.all([
      this.records.write(step.workflowId, fields, step.number),
      this.jobs.addWaiting(jobs, step.trace),
    ]);
    return true;
  }

  /** Unlike one child, the items of a step can be many times larger than what was submitted. */
  private async refuseWhileFull({ task }: EachStep): Promise<void> {
    await this.memory.refresh();
    const refusal = this.memory.refusal(this.registry.get(task).options.queue);
    if (refusal !== undefined) throw refusal;
  }

  private jobsOf(step: EachStep, items: readonly unknown[], first: number): PreparedJob[] {
    const needs = needsOf(step);
    let bytes = 0;
    return items.map((item, i) => {
      const role = { number: first + i, isItem: true, ...(needs.length > 0 && { needs }) } as const;
      const job = this.jobOf(step, item, i, role);
      bytes += Buffer.byteLength(JSON.stringify(job.payload));
      if (bytes > MAX_EACH_BYTES) throw tooLarge(step, items.length);
      return job;
    });
  }

  private jobOf(step: EachStep, item: unknown, index: number, stepRole: ItemRole): PreparedJob {
    const { workflowId, options } = step;
    const payload = payloadOf(step, item, index);
    return this.preparer.prepareStep(
      this.registry.get(step.task),
      payload,
      { ...options, retentionMs: STEP_RETENTION_MS },
      { ...step.origin, nextId: () => nthId(workflowId, stepRole.number) },
      { workflowId, step: itemName(step.name, index), stepRole },
    );
  }
}

export function itemName(step: string, index: number): string {
  return `${step}[${index}]`;
}

function tooMany({ name }: EachStep, count: number): DiscardTask {
  return new DiscardTask(
    `With the ${count} items of ${name}, the workflow would have more than ${MAX_STEPS_AND_ITEMS} steps and items.`,
  );
}

function tooLarge({ name }: EachStep, count: number): DiscardTask {
  return new DiscardTask(
    `The payloads of the ${count} items of ${name} have more than ${MAX_EACH_BYTES} bytes together as JSON. ` +
      'Refer to large values by $result, which does not copy them.',
  );
}

/** The steps to whose results the payload of each item refers. Not read from an item, which is data: see `resolveItem`. */
function needsOf({ payload }: EachStep): string[] {
  const references = referencesIn(payload).found.map(({ reference }) => reference);
  return [...new Set(references.flatMap((one) => (one.to === 'result' ? [one.step] : [])))];
}

function payloadOf({ name, payload }: EachStep, item: unknown, index: number): object {
  try {
    const resolved = resolveItem(payload, item);
    if (isObject(resolved)) return resolved;
    throw new DiscardTask(`Item ${index} of the step ${name} is the whole payload, which must be an object.`);
  } catch (error) {
    if (!(error instanceof MissingValueError)) throw error;
    throw new DiscardTask(`Item ${index} of the step ${name}: ${error.message}`, { cause: error });
  }
}

function fieldsOfItem(step: EachStep, { task, options }: PreparedJob, index: number, number: number): Fields {
  return fieldsOfStep({
    ...{ number, queue: task.queue, taskId: options.jobId, policy: 'i', children: [step.number], missing: 1 },
    facts: { name: itemName(step.name, index), task: task.name, parents: [], itemOf: step.number },
  });
}
