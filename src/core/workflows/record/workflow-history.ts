import { Injectable } from '@nestjs/common';
import { HistorySlot } from '../../history/history-slot.js';
import type { WorkflowView } from './workflow-store.js';

/**
 * Final workflows after the broker has forgotten them. Implemented by a module that the core does not know. Every method
 * throws HistoryUnavailableError if the database does not answer.
 */
export interface WorkflowHistory {
  /** The stored workflow; undefined if it is not there. */
  readonly find: (id: string) => Promise<WorkflowView | undefined>;
  /** Stores a final workflow. An earlier end of the same one is replaced. */
  readonly keep: (view: WorkflowView) => Promise<void>;
  /** Deletes a workflow and the tasks of all its steps. False if nothing of it was there. */
  readonly remove: (id: string) => Promise<boolean>;
}

/** The history of workflows registers itself here. */
@Injectable()
export class WorkflowHistories extends HistorySlot<WorkflowHistory> {}
