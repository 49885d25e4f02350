import { Injectable } from '@nestjs/common';
import { JobPreparer } from '../../submit/job-preparer.js';
import { JobWriter } from '../../submit/job-writer.js';
import type { PreparedJob } from '../../submit/prepared-job.js';
import { DiscardTask } from '../../task/task-outcome.js';
import { nthId } from '../../task/task-id.js';
import { TaskRegistry } from '../../task/task-registry.js';
import type { SubmitContext } from '../../task/submit-context.js';
import type { SubmitOptions } from '../../task/options/submit-options.js';
import { referencesIn, resolveItem } from '../definition/references.js';
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

/** Stores the items of `each` steps. */
@Injectable()
export class EachItems {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly preparer: JobPreparer,
    private readonly jobs: JobWriter,
    private readonly records: WorkflowWriter,
  ) {}

  /**
   * Stores one job for each item. None starts until the step is parked; a repeated call stores nothing twice.
   *
   * @returns false if they are stored and part of the workflow already
   * @throws DiscardTask for an item without a value that the payload refers to
   */
  async store(step: EachStep, items: readonly unknown[]): Promise<boolean> {
    const first = await this.records.reserveItems(step.workflowId, step.number, items.length);
    if (first < 0) return false;
    const jobs = items.map((item, i) => this.jobOf(step, item, i, first + i));
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

  private jobOf(step: EachStep, item: unknown, index: number, number: number): PreparedJob {
    const { workflowId, options } = step;
    const payload = payloadOf(step, item, index);
    const needs = [
      ...new Set(
        referencesIn(payload).found.flatMap(({ reference }) =>
          reference.to === 'result' ? [reference.step] : [],
        ),
      ),
    ];
    return this.preparer.prepareStep(
      this.registry.get(step.task),
      payload,
      { ...options, retentionMs: STEP_RETENTION_MS },
      { ...step.origin, nextId: () => nthId(workflowId, number) },
      {
        ...{ workflowId, step: itemName(step.name, index) },
        stepRole: { number, ...(needs.length > 0 && { needs }) },
      },
    );
  }
}

export function itemName(step: string, index: number): string {
  return `${step}[${index}]`;
}

function payloadOf({ name, payload }: EachStep, item: unknown, index: number): object {
  try {
    const resolved = resolveItem(payload, item);
    return typeof resolved === 'object' && resolved !== null ? resolved : {};
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
