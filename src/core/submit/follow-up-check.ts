import { valuesAt } from '../../platform/redaction/field-paths.js';
import { isObject } from '../../platform/validation/parse-dto.js';
import type { FollowUpDefinition, FollowUpOptions } from '../task/options/follow-up.js';
import { InvalidOptionError } from '../task/queue.errors.js';
import type { TaskRegistry } from '../task/task-registry.js';
import type { TaskOptions } from '../task/task.js';
import { refuseTooLarge } from './payload-size.js';

/**
 * Checks the follow-ups that a submit chooses. Their payloads are checked by the DTO when their references have values.
 *
 * @throws InvalidOptionError, PayloadTooLargeError
 */
export function refuseFaultyFollowUps(
  { onSuccess, onFailure }: FollowUpOptions,
  registry: TaskRegistry,
  limitBytes: number,
): void {
  for (const [option, chosen] of Object.entries({ onSuccess, onFailure })) {
    if (chosen === undefined) continue;
    const fault = faultIn(registry.find(chosen.task)?.options, chosen);
    if (fault !== undefined) throw new InvalidOptionError(`${option} ${fault}`);
    refuseTooLarge(chosen.payload, limitBytes);
  }
}

function faultIn(
  task: TaskOptions<object> | undefined,
  { task: name, payload }: FollowUpDefinition,
): string | undefined {
  if (task === undefined) return `must name a registered task, but is for ${JSON.stringify(name)}`;
  if (!isObject(payload)) return 'must have a payload that is an object';
  const secret = task.redact?.find((path) => valuesAt(payload, [path]).length > 0);
  if (secret === undefined) return undefined;
  return (
    `must not have the secret ${secret} in its payload, which would be stored as it is: use \`follow\` in the @Task ` +
    'of the first task'
  );
}
