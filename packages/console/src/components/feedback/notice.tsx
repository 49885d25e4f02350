import type { ComponentChildren } from 'preact';
import './notice.css';

export interface NoticeProps {
  readonly tone?: 'info' | 'success' | 'warning' | 'failure';
  readonly title: string;
  readonly children?: ComponentChildren;
  /** Buttons that mend it. */
  readonly actions?: ComponentChildren;
}

/** A sentence above the content: something is wrong, or worth knowing. */
export function Notice({ tone = 'info', title, children, actions }: NoticeProps) {
  return (
    <div class="notice" data-tone={tone} role={tone === 'failure' ? 'alert' : undefined}>
      <div>
        <strong>{title}</strong> {children}
      </div>
      {actions && <div class="line">{actions}</div>}
    </div>
  );
}
