import { useEffect, useRef } from 'preact/hooks';
import type { components } from '@celeriac/client';

export interface SuggestionListProps {
  readonly id: string;
  readonly items: readonly components['schemas']['SuggestionDto'][];
  readonly active: number;
  readonly onChoose: (index: number) => void;
}

export function SuggestionList({ id, items, active, onChoose }: SuggestionListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active]);
  return (
    <ul ref={list} id={id} class="suggestions" role="listbox" aria-label="Suggestions">
      {items.map(({ text, kind, description }, index) => (
        <li
          key={kind + text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => {
            event.preventDefault(); // the box keeps the focus
            onChoose(index);
          }}
        >
          <code>{text}</code> <span class="soft">{description}</span>
        </li>
      ))}
    </ul>
  );
}
