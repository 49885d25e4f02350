import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { isTyping } from './shell/keys.js';

export interface ListKeys {
  /** Keys of the rows, in order. */
  readonly rows: readonly string[];
  readonly pathOf: (key: string) => string;
  readonly onSelect?: (key: string) => void;
}

/** `j` and `k` move in a list, Enter opens the row, `x` selects it, Escape leaves it. @returns the key of the current row */
export function useListKeys(list: ListKeys): string | undefined {
  const { route } = useLocation();
  const current = useSignal<string | undefined>(undefined);
  const latest = useRef(list);
  latest.current = list;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const { rows, pathOf, onSelect } = latest.current;
      const at = current.value === undefined ? -1 : rows.indexOf(current.value);
      const step = { j: 1, k: -1 }[event.key];
      if (step !== undefined) current.value = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
      else if (current.value === undefined || at < 0) return;
      else if (event.key === 'Enter' && !isOnControl(event)) route(pathOf(current.value));
      else if (event.key === 'x') onSelect?.(current.value);
      else if (event.key === 'Escape') current.value = undefined;
      else return;
      event.preventDefault();
      document.querySelector('[data-current]')?.scrollIntoView({ block: 'nearest' });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [route]);
  return current.value;
}

/** True if Enter belongs to what has the focus. The heading has it after a navigation, and does nothing with it. */
function isOnControl({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.closest('a, button, summary, [role=button]') !== null;
}
