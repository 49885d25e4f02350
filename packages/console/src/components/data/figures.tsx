import type { ComponentChildren } from 'preact';
import './figures.css';

export interface Figure {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
  /** Address of the list that the figure counts. */
  readonly href?: string | undefined;
  readonly isBad?: boolean;
}

/** Large numbers with their names, side by side. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl class="figures">
      {figures.map(({ name, value, note, href, isBad = false }) => (
        <div key={name} data-bad={isBad || undefined}>
          <dt>{name}</dt>
          <dd>
            {href === undefined ? <strong>{value}</strong> : <a href={href}>{value}</a>}{' '}
            {note && <span class="soft">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
