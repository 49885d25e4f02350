import { Injectable } from '@nestjs/common';
import { HistorySlot } from './history-slot.js';

/** An action of the audit log, as it is stored. */
export interface StoredAction {
  /** The time of the action in µs since 1970; increasing. */
  readonly id: string;
  readonly who: string;
  readonly action: string;
  readonly target: string | null;
  /** JSON of the whole action. */
  readonly entry: string;
  /** JSON; null while it is unknown. */
  readonly outcome: string | null;
}

/** Which recorded actions to read: all that fit every given field. */
export interface ActionFilter {
  readonly who?: string | undefined;
  /** An action, or the first word of several: `queue` matches all that begin with `queue.` */
  readonly action?: string | undefined;
  readonly target?: string | undefined;
}

/**
 * Audited actions, long after the broker has displaced them. Implemented by a module that the core does not know. Every
 * method throws HistoryUnavailableError if the database does not answer.
 */
export interface AuditHistory {
  /** The id of the newest stored action. */
  readonly newest: () => Promise<string | undefined>;
  /** Stores actions. An outcome that is known is not replaced. */
  readonly keep: (actions: readonly StoredAction[]) => Promise<void>;
  /** Newest first, from below an id. */
  readonly page: (filter: ActionFilter, limit: number, before?: string) => Promise<readonly StoredAction[]>;
}

/** The history of the audit log registers itself here. */
@Injectable()
export class AuditHistories extends HistorySlot<AuditHistory> {}
