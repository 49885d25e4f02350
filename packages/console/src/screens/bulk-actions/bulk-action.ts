import type { components } from '@celeriac/client';

export type BulkAction = components['schemas']['BulkActionDto'];

const VERBS: Readonly<Record<BulkAction['action'], string>> = {
  retry: 'Retry',
  cancel: 'Cancel',
  delete: 'Delete',
  'revoke-waiting': 'Revoke all waiting',
  drain: 'Drain',
  purge: 'Purge',
};

/** `Retry`, `Count for retry` for a dry run. */
export function titleOf({ action, dry_run: isDry }: BulkAction): string {
  return isDry ? `Dry run: ${VERBS[action].toLowerCase()}` : VERBS[action];
}

/** The tasks that it is about, as a query. */
export function selectionOf({ q, filter, dry_run_id: dryRun }: BulkAction): string {
  if (q !== null) return q;
  if (filter !== null)
    return Object.entries(filter)
      .map(([name, value]) => WORDS[name]?.(value) ?? `${name}:${value}`)
      .join(' ');
  return dryRun === null ? '' : `the tasks of dry run ${dryRun}`;
}

const WORDS: Readonly<Record<string, (value: string) => string>> = {
  created_after: (time) => `created:>=${time}`,
  created_before: (time) => `created:<${time}`,
};

export function isOver({ status }: BulkAction): boolean {
  return status === 'SUCCESS' || status === 'FAILURE' || status === 'REVOKED';
}
