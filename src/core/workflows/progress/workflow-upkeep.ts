import { Injectable, Logger } from '@nestjs/common';
import { isFinal } from '../../task/task-status.js';
import { OpenWorkflows } from './open-workflows.js';
import { field } from '../record/workflow-record.js';
import { CHECK_EVERY_MS } from './workflow-progress.js';
import { WorkflowEnds } from './workflow-ends.js';
import { WorkflowRemoval } from '../act/workflow-removal.js';
import { WorkflowRepair } from './workflow-repair.js';
import { WorkflowStore } from '../record/workflow-store.js';
import type { WorkflowFacts, WorkflowStatus } from '../record/workflow.js';

/** Workflows looked at in one step of the sweep. */
const BATCH = 50;

/** The regular work on all workflows: repairs, announcements, removal. Several workers may do it at the same time. */
@Injectable()
export class WorkflowUpkeep {
  private readonly logger = new Logger('Workflows');

  constructor(
    private readonly open: OpenWorkflows,
    private readonly store: WorkflowStore,
    private readonly repair: WorkflowRepair,
    private readonly ends: WorkflowEnds,
    private readonly removal: WorkflowRemoval,
  ) {}

  /** Looks at open workflows, each about once a minute. */
  async check(): Promise<{ mayHaveMore: boolean }> {
    const due = await this.open.due(BATCH);
    for (const id of due) {
      await this.open.checkLater(id, CHECK_EVERY_MS);
      await this.look(id);
    }
    return { mayHaveMore: due.length === BATCH };
  }

  /**
   * Removes workflows whose retention is over. One whose last tasks still run stays until they have ended, and one that
   * the history does not have until it does.
   */
  async remove(): Promise<{ mayHaveMore: boolean }> {
    const expired = await this.open.expired(BATCH);
    const found = await this.store.findMany(expired);
    for (const [i, id] of expired.entries()) {
      const workflow = found[i];
      if (workflow === undefined) await this.open.forget(id);
      else if (!(await this.removal.removeDue(workflow))) await this.open.removeLater(id, CHECK_EVERY_MS);
    }
    return { mayHaveMore: expired.length === BATCH };
  }

  private async look(id: string): Promise<void> {
    const [status, facts, steps] = await this.store.fields(id, [field.status, field.facts, field.steps]);
    if (!facts) return this.open.close(id);
    if (!status) return this.discard(id, facts);
    if (isFinal(status as WorkflowStatus)) return this.ends.announce(id);
    await this.repair.check(id, Number(steps));
  }

  /** It was never accepted: its process died, or Redis was away, before all was stored. */
  private async discard(id: string, facts: string): Promise<void> {
    const { steps, hooks } = JSON.parse(facts) as WorkflowFacts;
    if (!(await this.removal.discard(id, { steps, hooks }))) return;
    this.logger.warn(`Removed the parts of workflow ${id}, which was never completely stored`);
  }
}
