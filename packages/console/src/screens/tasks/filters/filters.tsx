import { pathTo } from '../../../app/paths.js';
import { Icon } from '../../../components/controls/icon.js';
import { FieldFilters } from './field-filters.js';
import { StatusFilter } from './status-filter.js';
import { useCounts } from './use-counts.js';
import './filters.css';

export interface FiltersProps {
  readonly q: string;
  /** True for the list of what runs. */
  readonly isRunning: boolean;
  /** True once the list has answered the query. */
  readonly isAnswered: boolean;
  readonly onChange: (q: string) => void;
}

/** Filters by a click, beside the list. */
export function Filters({ q, isRunning, isAnswered, onChange }: FiltersProps) {
  const counts = useCounts(q, isAnswered);
  return (
    <div class="filters">
      <StatusFilter q={q} counts={counts.data} onChange={onChange} />
      <a
        class="running-now"
        href={
          isRunning ? pathTo.tasks() : pathTo.tasks({ q: 'status:STARTED', sort: 'started', order: 'asc' })
        }
        aria-current={isRunning ? 'true' : undefined}
        title="What runs, the longest first, against what is usual"
      >
        <Icon name="overview" size={14} /> Running now
      </a>
      <FieldFilters q={q} onChange={onChange} />
    </div>
  );
}
