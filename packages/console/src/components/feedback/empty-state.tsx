import type { ComponentChildren } from 'preact';
import { CodeLine } from '../controls/code-line.js';
import './empty-state.css';

export interface EmptyStateProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  /** The command that would fill the place. */
  readonly command?: string;
}

export function EmptyState({ title, children, command }: EmptyStateProps) {
  return (
    <div class="empty-state">
      <strong>{title}</strong>
      {children}
      {command && <CodeLine text={command} />}
    </div>
  );
}
