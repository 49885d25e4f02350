import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { WorkflowHistories, type WorkflowHistory, type WorkflowView } from '../../core/index.js';
import { HistoryDatabase } from '../database/history-database.js';
import { Recording } from '../recorder/recording.js';

/** A workflow that was retried and has ended again replaces its row; an earlier end never does. */
const UPSERT = `
INSERT INTO workflow (id, status, finished_at, view) VALUES ($1, $2, to_timestamp($3::float8 / 1000.0), $4)
ON CONFLICT (id) DO UPDATE SET status = excluded.status, finished_at = excluded.finished_at, view = excluded.view
WHERE excluded.finished_at > workflow.finished_at`;

/** Reads and writes rows of `workflow`. */
@Injectable()
export class WorkflowTable implements WorkflowHistory, OnApplicationBootstrap {
  constructor(
    private readonly database: HistoryDatabase,
    private readonly recording: Recording,
    private readonly histories: WorkflowHistories,
  ) {}

  onApplicationBootstrap(): void {
    if (this.database.isConfigured) this.histories.use(this);
  }

  async find(id: string): Promise<WorkflowView | undefined> {
    const statement = 'SELECT view::text AS view FROM workflow WHERE id = $1';
    const [row] = await this.database.read<{ readonly view: string }>(statement, [id]);
    return row && (JSON.parse(row.view) as WorkflowView); // `keep` has written it
  }

  /** The URL of the webhook can be a secret, and is not needed any more. */
  async keep(view: WorkflowView): Promise<void> {
    const { id, status, finishedAt } = view.workflow;
    const kept: WorkflowView = { ...view, workflow: { ...view.workflow, webhookUrl: null } };
    await this.database.write(UPSERT, [id, status, finishedAt ?? 0, JSON.stringify(kept)]);
  }

  /** Waits for recordings that have read a step before it was removed from the broker. */
  async remove(id: string): Promise<boolean> {
    return this.recording.exclude(async (session) => {
      const steps = await session.query('DELETE FROM task WHERE workflow_id = $1 RETURNING id', [id]);
      const workflows = await session.query('DELETE FROM workflow WHERE id = $1 RETURNING id', [id]);
      return steps.length + workflows.length > 0;
    });
  }
}
