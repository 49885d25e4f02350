import { Injectable } from '@nestjs/common';
import { inSlices } from '../../../platform/timing/slices.js';
import { BrokerUnavailableError } from '../../redis/broker.errors.js';
import { Backpressure } from '../../submit/backpressure.js';
import { JobWriter } from '../../submit/job-writer.js';
import { type Part, isPart } from '../builder/part.js';
import { definitionOf } from '../builder/workflow.js';
import type { WorkflowDefinition } from '../definition/workflow-definition.js';
import { type PreparedWorkflow, type WorkflowContext, WorkflowPlanner } from './workflow-planner.js';
import { WorkflowProgress } from '../progress/workflow-progress.js';
import { WorkflowWriter } from '../record/workflow-writer.js';

/** An accepted workflow. */
export type StartedWorkflow = Pick<PreparedWorkflow, 'id' | 'facts' | 'jobs'>;

/** Starts workflows. When `start` resolves, the broker has stored all steps, and the first may run. */
@Injectable()
export class WorkflowQueue {
  constructor(
    private readonly planner: WorkflowPlanner,
    private readonly limits: Backpressure,
    private readonly jobs: JobWriter,
    private readonly records: WorkflowWriter,
    private readonly progress: WorkflowProgress,
  ) {}

  /**
   * Starts a workflow: all of it, or nothing.
   *
   * @param definition or what `chain`, `group`, `chord`, `map` and `chunks` return
   * @param origin for a request: `submitContextOf(request)`
   * @throws InvalidWorkflowError with all mistakes of the definition
   * @throws WebhookRefusedError
   * @throws QueueFullError if one of the queues has no room for its steps; never inside a running task
   * @throws BrokerUnavailableError if the broker does not confirm: the workflow may or may not run
   */
  async start(
    definition: WorkflowDefinition | Part<unknown>,
    origin: WorkflowContext = {},
  ): Promise<StartedWorkflow> {
    const whole = isPart(definition) ? definitionOf(definition) : definition;
    const workflow = await inSlices(this.planner.preparing(whole, origin));
    const { jobs } = workflow;
    const admitted = await this.limits.admit([jobs]);
    if (admitted.length === 0) throw this.limits.refusalOf(jobs);
    await this.store(workflow).finally(() => this.limits.settle(jobs));
    return workflow;
  }

  /**
   * First the record, then the jobs, none of which can start, and at last the beginning, which makes the workflow
   * accepted. A process that dies before leaves parts that the sweep removes.
   */
  private async store({ id, facts, fields, jobs }: PreparedWorkflow): Promise<void> {
    const creation = await this.records.create(id, JSON.stringify(facts));
    if (creation === 'accepted') return;
    if (creation === 'discarded')
      throw new BrokerUnavailableError('parts of an earlier attempt to store the workflow are being removed');
    await this.jobs.inSubmitSpan(jobs, facts.name ?? 'workflow', async (trace) => {
      await Promise.all([this.records.write(id, fields), this.jobs.addWaiting(jobs, trace)]);
      if (await this.progress.begin(id)) return;
      await this.records.create(id, JSON.stringify(facts)); // so that the sweep removes the parts
      throw new BrokerUnavailableError('storing the workflow took too long, so it was not started');
    });
  }
}
