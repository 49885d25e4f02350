import type { TaskStatus } from '../../api/types.js';
import { Icon } from '../controls/icon.js';
import { STATUS_ICONS } from './status-icons.js';
import './status-badge.css';

export interface StatusBadgeProps {
  readonly status: TaskStatus;
  /** Shown after it, such as a count. */
  readonly note?: string;
  /** For narrow places: the word is only read out, and shown on hover. */
  readonly isIconOnly?: boolean;
}

/** The status of a task, in the API's own word. */
export function StatusBadge({ status, note, isIconOnly = false }: StatusBadgeProps) {
  return (
    <span class="status" data-status={status} title={isIconOnly ? status : undefined}>
      <Icon name={STATUS_ICONS[status]} size={12} />
      <span class={isIconOnly ? 'visually-hidden' : undefined}>{status}</span>
      {note && <span>{note}</span>}
    </span>
  );
}
