import { effect } from '@preact/signals';
import { oneOf, stored } from './stored.js';

export const theme = stored('theme', 'system', oneOf('system', 'light', 'dark'));

/** Keeps the page in the chosen theme. */
export function applyTheme(): void {
  effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
  });
}
