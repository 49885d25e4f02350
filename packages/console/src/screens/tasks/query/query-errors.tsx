import { Button } from '../../../components/controls/button.js';
import type { QueryFault } from './query-faults.js';

export interface QueryErrorsProps {
  readonly id: string;
  readonly q: string;
  readonly faults: readonly QueryFault[];
  /** Searches with the query in which a mistake is mended. */
  readonly onMend: (q: string) => void;
}

/** The mistakes of a query: the wrong part is marked in it. */
export function QueryErrors({ id, q, faults, onMend }: QueryErrorsProps) {
  return (
    <ul id={id} class="query-errors" role="alert">
      {faults.map(({ from, length, message, suggestions }) => (
        <li key={`${from} ${message}`}>
          <code>
            {q.slice(Math.max(0, from - 30), from)}
            <mark>{q.slice(from, from + length) || '\u00a0'}</mark>
            {q.slice(from + length, from + length + 30)}
          </code>
          <span>{message}</span>
          {suggestions.slice(0, 3).map((text) => (
            <Button
              key={text}
              label={`Use ${text}`}
              onClick={() => onMend(q.slice(0, from) + text + q.slice(from + length))}
            />
          ))}
        </li>
      ))}
    </ul>
  );
}
