import type { TaskStatus } from '../../api/types.js';
import type { IconName } from '../controls/icon-shapes.js';

/** Shape and word differ too: colour alone tells nobody enough. */
export const STATUS_ICONS: Readonly<Record<TaskStatus, IconName>> = {
  PENDING: 'wait',
  STARTED: 'play',
  RETRY: 'retry',
  SUCCESS: 'check',
  FAILURE: 'errors',
  REVOKED: 'close',
};
