import type { ComponentChildren } from 'preact';
import './filter-bar.css';

/** The fields that narrow a list, side by side where they fit. */
export function FilterBar({ children }: { readonly children: ComponentChildren }) {
  return (
    <search class="filter-bar" aria-label="Filters">
      {children}
    </search>
  );
}
