import { Button } from '../../../components/controls/button.js';
import { termsOf, withoutTerm } from './query-text.js';
import './filter-chips.css';

export interface FilterChipsProps {
  readonly q: string;
  readonly onChange: (q: string) => void;
}

/** The terms of the query, each of which can be removed. */
export function FilterChips({ q, onChange }: FilterChipsProps) {
  const terms = termsOf(q);
  if (terms.length === 0) return <span class="soft">All tasks of all queues</span>;
  return (
    <ul class="filter-chips" aria-label="Filters">
      {terms.map((term) => (
        <li key={`${term.from} ${term.text}`} class="tag">
          <code title={term.text}>{term.text}</code>
          <Button
            label={`Remove ${term.text}`}
            icon="close"
            look="quiet"
            isIconOnly
            onClick={() => onChange(withoutTerm(q, term))}
          />
        </li>
      ))}
      {terms.length > 1 && (
        <li>
          <Button label="Clear" look="quiet" onClick={() => onChange('')} />
        </li>
      )}
    </ul>
  );
}
