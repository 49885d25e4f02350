import type { Role, Task } from '../../../api/types.js';
import { isFinal } from '../overview/state-spans.js';

export interface Person {
  readonly may: (role: Role) => boolean;
  /** Name of the API key; null without a login. */
  readonly name: string | null;
}

export type TaskAction = 'cancel' | 'retry' | 'replay' | 'promote' | 'change' | 'delete';

/** The actions that the state of a task allows, and the role of the person. */
export function offeredActions(task: Task, { may, name }: Person): TaskAction[] {
  const isOwn = may('submitter') && name !== null && task.submitted_by === name;
  const allowed = may('operator') ? ALL : isOwn ? BY_SUBMITTERS : [];
  return allowed.filter((action) => RULES[action](task));
}

const BY_SUBMITTERS = ['cancel', 'change'] as const;
const ALL = ['cancel', 'retry', 'replay', 'promote', 'change', 'delete'] as const;

/** The states that an action is for. A task that only the history has is read, replayed and deleted. */
const RULES: Readonly<Record<TaskAction, (task: Task) => boolean>> = {
  cancel: (task) => isLive(task) && !isFinal(task) && task.cancel_requested_at === null,
  retry: (task) => isLive(task) && (task.status === 'FAILURE' || task.status === 'REVOKED'),
  replay: () => true,
  promote: (task) => isWaiting(task) && task.run_at !== null,
  change: isWaiting,
  delete: (task) => isFinal(task) && task.workflow_id === null,
};

function isLive({ archived }: Task): boolean {
  return archived !== true;
}

function isWaiting(task: Task): boolean {
  return isLive(task) && !isFinal(task) && task.status !== 'STARTED';
}
