import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { isoTime } from '../../../platform/timing/iso-time.js';
import { CompletionListeners } from '../../lifetime/completion-listeners.js';
import { idOf, idsFrom } from '../../task/task-id.js';
import { OpenWorkflows } from './open-workflows.js';
import { WorkflowProgress } from './workflow-progress.js';
import { WorkflowStore } from '../record/workflow-store.js';
import { workflowJson } from '../record/workflow-json.js';
import type { WorkflowStatus } from '../record/workflow.js';

const EVENTS: Readonly<Partial<Record<WorkflowStatus, string>>> = {
  SUCCESS: 'workflow.succeeded',
  FAILURE: 'workflow.failed',
  REVOKED: 'workflow.revoked',
};

/** Announces ended workflows by webhook: at once by the process that noticed the end, otherwise by a sweep. */
@Injectable()
export class WorkflowEnds implements OnModuleInit {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly store: WorkflowStore,
    private readonly open: OpenWorkflows,
    private readonly listeners: CompletionListeners,
    private readonly progress: WorkflowProgress,
  ) {}

  onModuleInit(): void {
    this.progress.events.on('ended', ({ id }) => void this.announceOrDefer(id));
  }

  /** The webhook's task has an id that depends on this end alone: announcing it twice delivers it once. */
  async announce(id: string): Promise<void> {
    const workflow = await this.store.find(id);
    const { webhookUrl, status, finishedAt, parent } = workflow;
    const type = EVENTS[status];
    if (webhookUrl !== null && finishedAt !== null && type !== undefined) {
      const nextId = idsFrom(idOf(`${id}/${finishedAt}`, finishedAt));
      const event = { type, timestamp: isoTime(finishedAt), data: workflowJson(workflow) };
      await this.listeners.get().send(webhookUrl, event, { nextId, ...(parent && { parent }) });
    }
    await this.open.closeEnded(id, finishedAt);
  }

  private async announceOrDefer(id: string): Promise<void> {
    await this.announce(id).catch((error: unknown) => {
      this.logger.warn(`The end of workflow ${id} could not be announced yet; retrying: ${String(error)}`);
    });
  }
}
