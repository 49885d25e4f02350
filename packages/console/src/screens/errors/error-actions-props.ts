import type { ErrorGroup } from './error-group.js';

export interface ErrorActionsProps {
  readonly group: ErrorGroup;
  /** Called when something has changed. */
  readonly onDone: () => void;
}
