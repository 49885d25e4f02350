import type { components } from '@celeriac/client';
import { api } from '../../../api/client.js';
import { dataOf } from '../../../api/data-of.js';
import type { Verb } from './verbs.js';

export type BulkAction = components['schemas']['BulkActionDto'];

/** Several bulk actions as one. */
export interface BulkSum {
  readonly actions: readonly BulkAction[];
  readonly matched: number;
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
  /** 0 to 100 */
  readonly progress: number;
  readonly isOver: boolean;
  /** Ids of some of the tasks. */
  readonly sample: readonly string[];
}

export function sumOf(actions: readonly BulkAction[]): BulkSum {
  const sum = (read: (action: BulkAction) => number) =>
    actions.reduce((total, action) => total + read(action), 0);
  return {
    actions,
    matched: sum(({ matched }) => matched),
    done: sum(({ done }) => done),
    skipped: sum(({ skipped }) => skipped),
    failed: sum(({ failed }) => failed),
    progress: actions.length === 0 ? 0 : sum(({ progress }) => progress) / actions.length,
    isOver: actions.length > 0 && actions.every(isOver),
    sample: actions.flatMap(({ sample }) => sample).slice(0, 20),
  };
}

/** Counts and fixes the tasks of a query. */
export async function startDryRun(verb: Verb, q: string): Promise<BulkAction> {
  return dataOf(await api.POST('/bulk-actions', { body: { action: verb, q, dry_run: true } }));
}

/** Acts on exactly the tasks that a dry run has found. @param reason empty if none was given */
export async function startAction(dryRun: BulkAction, reason: string): Promise<BulkAction> {
  const body = {
    action: dryRun.action as Verb,
    dry_run_id: dryRun.bulk_action_id,
    ...(reason !== '' && { reason }),
  };
  return dataOf(await api.POST('/bulk-actions', { body }));
}

export async function readAction(id: string, signal: AbortSignal): Promise<BulkAction> {
  const params = { path: { bulk_action_id: id } };
  return dataOf(await api.GET('/bulk-actions/{bulk_action_id}', { params, signal }));
}

export async function abortAction(id: string): Promise<BulkAction> {
  const params = { path: { bulk_action_id: id } };
  return dataOf(await api.POST('/bulk-actions/{bulk_action_id}/cancel', { params, body: {} }));
}

function isOver({ status }: BulkAction): boolean {
  return status === 'SUCCESS' || status === 'FAILURE' || status === 'REVOKED';
}
