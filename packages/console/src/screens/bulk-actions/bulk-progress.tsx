import { Progress } from '../../components/charts/progress.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { type BulkAction, isOver } from './bulk-action.js';

/** The status, and how far it is while it runs. */
export function BulkProgress({ action }: { readonly action: BulkAction }) {
  return (
    <span class="line bulk-progress">
      <StatusBadge status={action.status} />
      {!isOver(action) && action.status !== 'PENDING' && (
        <Progress label="Progress" percent={action.progress} />
      )}
    </span>
  );
}
