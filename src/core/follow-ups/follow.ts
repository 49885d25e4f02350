import { pointerOf } from '../../platform/validation/json-pointer.js';
import type { FollowedTask, FollowUp, FollowUpDefinition } from '../task/options/follow-up.js';
import { WiringError } from '../task/queue.errors.js';
import { type TaskClass, TaskDefinition, type TaskOptions } from '../task/task.js';
import { payloadOf } from '../workflows/builder/payload-of.js';
import { type Payload, type Ref, refTo } from '../workflows/builder/ref.js';

/**
 * For `onSuccess` and `onFailure` of @Task: a task, and a function that makes its payload when the other one has ended.
 *
 * ```ts
 * @Task({ …, onSuccess: follow(SendReportTask, (report: Report, { id }) => ({ report_id: report.id, made_by: id })) })
 * ```
 *
 * @param payload may be called more than once for one end: it computes, and has no effects
 */
export function follow<P extends object, V>(
  task: TaskClass<P>,
  payload: (value: V, task: FollowedTask) => P,
): FollowUp<V> {
  return { task, payload };
}

/**
 * For `onSuccess` and `onFailure` of a submit: a task, and its payload, which is stored with the task. As in a workflow,
 * the callback runs at once, and what it gets stands for the task that will have ended.
 *
 * ```ts
 * taskQueue.submit(WriteReportTask, payload, {
 *   onSuccess: followWith(SendReportTask, (ended: Ref<FollowedTask<Report>>) => ({ report_id: ended.result.id })),
 * })
 * ```
 */
export function followWith<P extends object, R = unknown>(
  task: TaskClass<P>,
  payload: (ended: Ref<FollowedTask<R>>) => Payload<P>,
): FollowUpDefinition {
  const ended = {};
  const written = payloadOf(payload(refTo<FollowedTask<R>>(ended)), ({ source, path }) => {
    if (source === ended) return { $item: pointerOf(path) };
    throw new TypeError('The payload of a follow-up can refer only to the task that has ended');
  });
  return { task: nameOf(task), payload: written as object }; // a payload is an object, or a reference
}

function nameOf(task: { readonly name: string }): string {
  const options = Reflect.getMetadata(TaskDefinition.KEY, task) as TaskOptions<object> | undefined;
  if (options !== undefined) return options.name;
  throw new WiringError(`${task.name} is no task: give it @Task({ name, queue, payload }).`);
}
