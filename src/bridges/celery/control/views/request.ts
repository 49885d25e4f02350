import type { TaskSnapshot } from '../../../../core/index.js';
import type { CeleryCall } from '../../calls/celery-call.js';
import type { CeleryNode } from '../../events/celery-nodes.js';
import { bridgedCall } from './bridged-call.js';

/** The facts of a task that are shown, whether or not its record could be read. */
export type ShownTask = Pick<TaskSnapshot, 'id' | 'name'> & Partial<Pick<TaskSnapshot, 'bridge' | 'queue'>>;

interface Showing {
  /** Start of the attempt, in ms since 1970; null before. */
  readonly since: number | null;
  /** True for arguments as Python's texts. */
  readonly isSafe: boolean;
}

/**
 * A task as Celery's tools show it. One that did not come from Celery has its own id and name, and no arguments: these
 * are not for everyone who can reach Celery's broker.
 */
export function requestOf(task: ShownTask, { name: node, worker }: CeleryNode, { since, isSafe }: Showing) {
  const call = bridgedCall({ bridge: task.bridge ?? null });
  const name = call?.task ?? task.name;
  return {
    id: call?.id ?? task.id,
    name,
    ...argumentsOf(call, isSafe),
    type: name,
    hostname: node,
    time_start: since === null ? null : since / 1_000,
    acknowledged: true,
    delivery_info: deliveryOf(task, call),
    worker_pid: since === null ? null : worker.pid,
  };
}

function deliveryOf({ queue }: ShownTask, call: CeleryCall | undefined) {
  const routingKey = call?.queue ?? queue ?? null;
  return { exchange: '', routing_key: routingKey, priority: call?.priority ?? 0, redelivered: false };
}

/** Arguments that are too large to keep, or have secrets, are only shown as their texts. */
function argumentsOf(call: CeleryCall | undefined, isSafe: boolean) {
  if (call === undefined) return isSafe ? { args: '()', kwargs: '{}' } : { args: [], kwargs: {} };
  const { args, kwargs, argsRepr, kwargsRepr } = call;
  return {
    args: isSafe || args === null ? argsRepr : args,
    kwargs: isSafe || kwargs === null ? kwargsRepr : kwargs,
  };
}
