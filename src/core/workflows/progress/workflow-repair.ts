import { Injectable, Logger } from '@nestjs/common';
import { Broker } from '../../redis/broker.js';
import { CHECK_STEPS } from '../scripts/check-steps.js';
import { field } from '../record/workflow-record.js';
import { WorkflowProgress } from './workflow-progress.js';
import { WorkflowRetry } from '../act/workflow-retry.js';
import { WorkflowStop } from '../act/workflow-stop.js';
import { WorkflowStore } from '../record/workflow-store.js';

/** Most steps compared in one run of the script. */
const SLICE = 50;
/** What follows an end takes its way through the outbox first, which may take half a minute. */
const SETTLED_MS = 60_000;
/** A retry that takes longer has lost its process. */
const RETRY_MS = 60_000;

/** Compares a workflow that has not ended with its tasks, and repairs what no one else would: normally nothing. */
@Injectable()
export class WorkflowRepair {
  private readonly logger = new Logger('Workflows');

  constructor(
    private readonly broker: Broker,
    private readonly store: WorkflowStore,
    private readonly progress: WorkflowProgress,
    private readonly retries: WorkflowRetry,
    private readonly stop: WorkflowStop,
  ) {}

  /** @returns the number of repaired steps */
  async check(id: string, steps: number): Promise<number> {
    await this.progress.moveOn(id);
    const values = { ...this.progress.valuesOf(id), settledMs: SETTLED_MS };
    let repaired = 0;
    for (let next = 0; next < steps;) {
      const first = next;
      const some = Array.from({ length: Math.min(SLICE, steps - first) }, (_, i) => String(first + i));
      const checking = CHECK_STEPS.run(this.broker.producer, { ...values, steps: some });
      const [found, looked] = await this.broker.ask(checking);
      repaired += found;
      next += looked;
    }
    if (repaired > 0) {
      this.logger.warn(
        `Repaired ${repaired} steps of workflow ${id}, which its workers should have moved on`,
      );
      this.progress.events.emit('repaired', { id, steps: repaired });
    }
    await this.progress.moveOn(id);
    await this.stop.revokeReleased(id);
    await this.finishRetry(id);
    return repaired;
  }

  private async finishRetry(id: string): Promise<void> {
    const [since] = await this.store.fields(id, [field.reopening]);
    if (since && Date.now() - Number(since) > RETRY_MS) await this.retries.finish(id);
  }
}
