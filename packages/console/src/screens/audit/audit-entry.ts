import type { components } from '@celeriac/client';
import { basePath, home } from '../../app/base-path.js';
import { pathTo } from '../../app/paths.js';
import type { TagProps } from '../../components/data/tag.js';

export type AuditEntry = components['schemas']['AuditEntryDto'];
export type Outcome = AuditEntry['outcome'];

export const OUTCOMES = ['succeeded', 'refused', 'failed', 'pending', 'lost'] as const satisfies Outcome[];

export const OUTCOME_TONES: Readonly<Record<Outcome, NonNullable<TagProps['tone']>>> = {
  succeeded: 'plain',
  refused: 'warning',
  failed: 'failure',
  pending: 'plain',
  lost: 'failure',
};

/** Pages of targets by the first word of the action. */
const PAGES: Readonly<Record<string, (target: string) => string>> = {
  task: pathTo.task,
  queue: pathTo.queue,
  worker: pathTo.worker,
  workflow: pathTo.workflow,
  schedule: pathTo.schedule,
  error: pathTo.errorGroup,
  'bulk-action': pathTo.bulkAction,
  'task-type': pathTo.newTask,
};

/** The console's page of what was acted on; undefined where there is none. */
export function pageOfTarget({ action, target }: AuditEntry): string | undefined {
  const page = PAGES[action.split('.')[0] ?? ''];
  return target === null || target === '_all' ? undefined : page?.(target);
}

const SHOWN_RESOURCE = /^\/(?:tasks|workflows|schedules|bulk-actions)\//;

/** The console's page of what the action has created. The paths of the API have the same names. */
export function pageOfCreated({ location }: AuditEntry): string | undefined {
  const path = location?.startsWith(basePath) ? location.slice(basePath.length) : location;
  return path && SHOWN_RESOURCE.test(path) ? `${home}${path}` : undefined;
}
