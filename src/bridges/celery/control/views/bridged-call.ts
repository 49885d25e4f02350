import type { TaskSnapshot } from '../../../../core/index.js';
import type { CeleryCall } from '../../calls/celery-call.js';

/** Returns the facts of a task that came from Celery; undefined for any other. */
export function bridgedCall({ bridge }: Pick<TaskSnapshot, 'bridge'>): CeleryCall | undefined {
  // Only the ingress writes marks of this bridge.
  return bridge?.bridge === 'celery' ? (bridge.data as CeleryCall) : undefined;
}
