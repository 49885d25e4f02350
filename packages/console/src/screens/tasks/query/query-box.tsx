import { useEffect, useId, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Icon } from '../../../components/controls/icon.js';
import { QueryErrors } from './query-errors.js';
import type { QueryFault } from './query-faults.js';
import { withIdsAsAlternatives } from './query-text.js';
import { SuggestionList } from './suggestion-list.js';
import { useSuggestions } from './use-suggestions.js';
import './query-box.css';

export interface QueryBoxProps {
  /** The query that counts. */
  readonly q: string;
  readonly faults: readonly QueryFault[];
  readonly onSearch: (q: string) => void;
}

/** The box for a query, with suggestions while one writes and mistakes below. */
export function QueryBox({ q, faults, onSearch }: QueryBoxProps) {
  const text = useSignal(q);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const { found, isOpen, active, ask, close, move } = useSuggestions();
  useEffect(() => {
    text.value = q;
  }, [q]);
  const cursor = () => input.current?.selectionStart ?? text.value.length;
  const insert = (index: number): void => {
    const item = found?.items[index];
    if (!found || !item) return;
    const isWhole = !/[:.]$/.test(item.text);
    const rest = text.value.slice(found.to).trimStart();
    const start = `${text.value.slice(0, found.from)}${item.text}${isWhole ? ' ' : ''}`;
    text.value = start + rest;
    ask(text.value, start.length);
    if (!input.current) return;
    // At once: what is typed before the next frame belongs behind it.
    input.current.value = text.value;
    input.current.focus();
    input.current.setSelectionRange(start.length, start.length);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      return isOpen ? move(step) : ask(text.value, cursor());
    }
    if (event.key === 'Escape') return isOpen ? close() : input.current?.blur();
    if ((event.key === 'Enter' || event.key === 'Tab') && isOpen && active >= 0) {
      event.preventDefault();
      insert(active);
    }
  };
  return (
    <form
      class="query-box"
      role="search"
      aria-label="Tasks"
      onSubmit={(event) => {
        event.preventDefault();
        close();
        onSearch(withIdsAsAlternatives(text.value.trim()));
      }}
    >
      <div class="query-field">
        <Icon name="search" />
        <input
          {...({ role: 'combobox', 'aria-autocomplete': 'list' } as object)} // not among Preact's types
          ref={input}
          class="input mono"
          value={text.value}
          aria-label="Query"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-activedescendant={isOpen && active >= 0 ? `${id}-list-${active}` : undefined}
          aria-invalid={faults.length > 0 ? 'true' : undefined}
          aria-describedby={faults.length > 0 ? `${id}-errors` : undefined}
          placeholder="status:FAILURE name:fetch.* created:>-2h"
          title="Focus: /"
          data-search
          maxLength={2_000}
          spellcheck={false}
          autocomplete="off"
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value;
            ask(currentTarget.value, cursor());
          }}
          onKeyDown={onKeyDown}
          onFocus={() => ask(text.value, cursor())}
          onBlur={close}
        />
        {isOpen && found && (
          <SuggestionList id={`${id}-list`} items={found.items} active={active} onChoose={insert} />
        )}
      </div>
      {faults.length > 0 && <QueryErrors id={`${id}-errors`} q={q} faults={faults} onMend={onSearch} />}
    </form>
  );
}
