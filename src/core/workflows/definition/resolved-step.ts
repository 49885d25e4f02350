import { parseDto } from '../../../platform/validation/parse-dto.js';
import { PayloadTooLargeError } from '../../task/queue.errors.js';
import { type ReferenceValues, resolve } from './references.js';
import { MAX_EACH_ITEMS } from './workflow-definition.js';
import type { PlanLimits, PlannedHook } from './workflow-plan.js';
import { EachError } from './workflow.errors.js';

/**
 * The items for which a step runs, when its parents have ended.
 *
 * @param each as planned
 * @throws MissingValueError if a reference finds nothing
 * @throws EachError if it is no list, or one of more than MAX_EACH_ITEMS
 */
export function itemsOf(each: unknown, values: ReferenceValues): readonly unknown[] {
  const list = resolve(each, values);
  if (!Array.isArray(list)) throw new EachError(`must be a list, but is ${kindOf(list)}`);
  if (list.length > MAX_EACH_ITEMS)
    throw new EachError(`has ${list.length} items; the maximum is ${MAX_EACH_ITEMS}`);
  return list;
}

/**
 * The complete payload of a step, of one of its items, or of a hook.
 *
 * @throws MissingValueError if a reference finds nothing
 * @throws InvalidInputError if the task's DTO refuses the complete payload
 * @throws PayloadTooLargeError if it has become too large
 */
export function completePayload(
  { task: { options }, payload, hasReferences }: PlannedHook,
  values: ReferenceValues,
  { maxPayloadBytes }: Pick<PlanLimits, 'maxPayloadBytes'>,
): object {
  if (!hasReferences) return payload;
  const resolved = resolve(payload, values);
  const parsed = parseDto(options.payload, resolved, `the payload of ${options.name}`, options.redact);
  const bytes = Buffer.byteLength(JSON.stringify(parsed));
  if (bytes > maxPayloadBytes) throw new PayloadTooLargeError(bytes, maxPayloadBytes);
  return parsed;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
