import { describe, expect, it } from '@jest/globals';
import { type BulkAction, isOver, selectionOf, titleOf } from './bulk-action.js';

function bulkAction(changes: Partial<BulkAction>): BulkAction {
  const nothing = {
    action: 'retry',
    dry_run: false,
    q: null,
    filter: null,
    dry_run_id: null,
    status: 'STARTED',
  };
  return { ...nothing, ...changes } as BulkAction;
}

describe('a bulk action in words', () => {
  it('names what it does', () => {
    expect(titleOf(bulkAction({}))).toBe('Retry');
    expect(titleOf(bulkAction({ action: 'revoke-waiting' }))).toBe('Revoke all waiting');
    expect(titleOf(bulkAction({ dry_run: true }))).toBe('Dry run: retry');
  });

  it('tells its tasks', () => {
    const filter = { queue: 'tasks', created_after: '2026-11-24T00:00:00.000Z' };
    expect(selectionOf(bulkAction({ q: 'status:FAILURE' }))).toBe('status:FAILURE');
    expect(selectionOf(bulkAction({ filter }))).toBe('queue:tasks created:>=2026-11-24T00:00:00.000Z');
    expect(selectionOf(bulkAction({ dry_run_id: 'a' }))).toBe('the tasks of dry run a');
    expect(selectionOf(bulkAction({}))).toBe('');
  });

  it('is over when its status is final', () => {
    expect(isOver(bulkAction({}))).toBe(false);
    expect(isOver(bulkAction({ status: 'REVOKED' }))).toBe(true);
  });
});
