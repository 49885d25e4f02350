import { Injectable } from '@nestjs/common';
import type { StepOfWorkflow } from '../../core/lifetime/completion-listeners.js';
import { taskOptionsOf } from '../../core/bullmq/task-job.js';
import { keptOptions } from '../../core/task/options/stored-options.js';
import { DiscardTask } from '../../core/task/task-outcome.js';
import { itemsOf } from '../../core/workflows/definition/resolved-step.js';
import { EachError, MissingValueError } from '../../core/workflows/definition/workflow.errors.js';
import { EachItems, type EachStep } from '../../core/workflows/nested/each-items.js';
import { EachResults } from '../../core/workflows/nested/each-results.js';
import { Parking } from '../../core/workflows/nested/parking.js';
import { StepValues } from '../../core/workflows/nested/step-values.js';
import { ParkedError } from '../attempt/attempt.errors.js';
import type { Attempt } from '../attempt/attempt.js';
import { PayloadResolver } from '../attempt/payload-resolver.js';

/**
 * Runs a step with `each`. Its first start stores one task for each item and waits for them without a place in the worker;
 * its second gathers their results.
 */
@Injectable()
export class EachRun {
  constructor(
    private readonly payloads: PayloadResolver,
    private readonly values: StepValues,
    private readonly items: EachItems,
    private readonly results: EachResults,
    private readonly parking: Parking,
  ) {}

  /**
   * @returns the results of the items, in order
   * @throws ParkedError if the step has to wait for them
   * @throws DiscardTask if the list cannot be used, or if items failed and the step is not to continue
   */
  async run(attempt: Attempt, { workflowId, stepRole }: StepOfWorkflow): Promise<unknown> {
    const number = Number(stepRole.number);
    const gathered = await this.results.gather(workflowId, number);
    if (gathered !== undefined) return gathered;
    const list = await this.listOf(workflowId, number, stepRole.needs ?? []);
    if (list.length === 0) return [];
    await this.items.store(this.stepOf(attempt, workflowId, number), list);
    throw new ParkedError((token) => this.parking.step(workflowId, number, token));
  }

  private async listOf(
    workflowId: string,
    number: number,
    needs: readonly string[],
  ): Promise<readonly unknown[]> {
    const [each, values] = await Promise.all([
      this.results.eachOf(workflowId, number),
      this.values.read(workflowId, needs),
    ]);
    try {
      return itemsOf(each, { results: new Map(Object.entries(values.results)) });
    } catch (error) {
      if (error instanceof EachError || error instanceof MissingValueError)
        throw new DiscardTask(error.message, { cause: error });
      throw error;
    }
  }

  private stepOf(attempt: Attempt, workflowId: string, number: number): EachStep {
    const { job, stored } = attempt;
    const { step = '', parentId, rootId, submittedBy, telemetry } = taskOptionsOf(job);
    return {
      ...{ workflowId, number, name: step, task: job.name },
      payload: this.payloads.template(stored, (secrets) => attempt.keepSecret(secrets)),
      options: keptOptions(taskOptionsOf(job)),
      trace: telemetry?.metadata,
      origin: {
        submittedBy,
        ...(parentId !== undefined && { parent: { id: parentId, rootId: rootId ?? parentId, submittedBy } }),
      },
    };
  }
}
