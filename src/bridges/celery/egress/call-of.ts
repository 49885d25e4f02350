import type { TaskSnapshot } from '../../../core/index.js';
import type { CeleryCall } from '../calls/celery-call.js';

/** Fields that a record of another version may lack. */
const MISSING = {
  ...{ task: '', rootId: '', parentId: null, group: null, groupIndex: null, retries: 0, ignoreResult: false },
  ...{ replyTo: null, priority: 0, etaAt: null, expiresAt: null, softLimitMs: null, hardLimitMs: null },
  ...{ stamps: {}, queue: '', argsRepr: '()', kwargsRepr: '{}', args: null, kwargs: null },
  embed: { callbacks: [], errbacks: [], chain: [], chord: null },
} as const satisfies Omit<CeleryCall, 'id'>;

/** The call from which a task came; undefined if it did not come from Celery. */
export function callOf({ bridge }: Pick<TaskSnapshot, 'bridge'>): CeleryCall | undefined {
  if (bridge?.bridge !== 'celery') return undefined;
  // The ingress has written it into our own Redis.
  const stored = bridge.data as Partial<CeleryCall>;
  return typeof stored.id === 'string'
    ? { ...MISSING, rootId: stored.id, ...stored, id: stored.id }
    : undefined;
}
