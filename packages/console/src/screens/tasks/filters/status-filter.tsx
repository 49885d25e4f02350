import { STATUSES, type TaskStatus } from '../../../api/types.js';
import { StatusBadge } from '../../../components/data/status-badge.js';
import { count, shortCount } from '../../../format/number.js';
import { pathTo } from '../../../app/paths.js';
import { valuesOf, withToggled, withValues } from '../query/query-text.js';
import { type StatusCounts, writtenCount } from './use-counts.js';
import './status-filter.css';

export interface StatusFilterProps {
  readonly q: string;
  /** Tasks of each status that fit the rest of the query; undefined while nobody knows. */
  readonly counts: StatusCounts | undefined;
  readonly onChange: (q: string) => void;
}

/** Filters by status, with the number of tasks in each. A click chooses one status, with Ctrl or Shift one more. */
export function StatusFilter({ q, counts, onChange }: StatusFilterProps) {
  const chosen = valuesOf(q, 'status').map((value) => value.toUpperCase());
  const choose = (event: MouseEvent, status: TaskStatus): void => {
    event.preventDefault();
    const isOnly = chosen.length === 1 && chosen[0] === status;
    if (event.ctrlKey || event.metaKey || event.shiftKey) onChange(withToggled(q, 'status', status));
    else onChange(withValues(q, 'status', isOnly ? [] : [status]));
  };
  return (
    <nav class="status-filter" aria-label="Status">
      {STATUSES.map((status) => (
        <a
          key={status}
          href={pathTo.tasks({ q: withValues(q, 'status', [status]) })}
          aria-current={chosen.includes(status) ? 'true' : undefined}
          title={counts && `${writtenCount(counts[status], count)} tasks. Ctrl and click adds to the others`}
          onClick={(event) => choose(event, status)}
        >
          <StatusBadge status={status} />
          <span class="number soft">{counts && writtenCount(counts[status], shortCount)}</span>
        </a>
      ))}
    </nav>
  );
}
