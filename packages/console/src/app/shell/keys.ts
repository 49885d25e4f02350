import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { pathTo } from '../paths.js';
import { GOES } from './navigation.js';

/** True while the list of keys is open. */
export const isKeysDialogOpen = signal(false);

/** The time in which the second key of `g t` must follow. */
const SEQUENCE_MS = 1_500;

/** Keys that count on every screen. */
export function useKeys(): void {
  const { route } = useLocation();
  useEffect(() => {
    let goneAt = 0;
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const isSecond = Date.now() - goneAt < SEQUENCE_MS;
      const target = isSecond ? GOES.get(event.key) : undefined;
      goneAt = event.key === 'g' ? Date.now() : 0;
      if (target) route(target.href);
      else if (event.key === '/') focusSearch();
      else if (event.key === 'n') route(pathTo.newTask());
      else if (event.key === '?') isKeysDialogOpen.value = true;
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [route]);
}

/** A checkbox that was clicked takes no letters. */
const TYPED_INTO = 'input:not([type=checkbox], [type=radio]), textarea, select, dialog, [contenteditable]';

/** True for keys that belong to a text, or to the browser. */
export function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  return target instanceof HTMLElement && target.closest(TYPED_INTO) !== null;
}

/** The search box of the screen if it has one, otherwise that of the top bar. */
function focusSearch(): void {
  const boxes = [...document.querySelectorAll<HTMLElement>('[data-search]')];
  boxes.at(-1)?.focus();
}
