import { mayHave } from '../../../platform/validation/dto-fields.js';
import type { Dto } from '../../../platform/validation/dto.js';

/** The payload fields that the arguments of a call from Celery set. */
export interface CeleryBinding<P extends object = object> {
  /** The fields of the positional arguments, in order: `['x', 'y']`. Default: none are accepted. */
  readonly args?: readonly (keyof P & string)[];
  /**
   * The fields of keyword arguments with another name: `{ user_id: 'userId' }`. Any other argument sets the field of its
   * own name.
   */
  readonly kwargs?: Readonly<Record<string, keyof P & string>>;
}

interface BoundTask {
  readonly payload: Dto<object>;
  readonly celery?: CeleryBinding<never> | undefined;
  readonly isInternal?: boolean;
}

/** Checks the binding of a task type. Returns a message for people, or undefined. */
export function faultInCelery({ payload, celery, isInternal }: BoundTask): string | undefined {
  if (celery === undefined) return undefined;
  if (isInternal) return 'an internal task cannot be called from outside: remove celery or isInternal';
  const args: readonly string[] = celery.args ?? [];
  const fields = [...args, ...Object.values<string>(celery.kwargs ?? {})];
  const nowhere = fields.find((field) => !mayHave(payload, [field]));
  if (nowhere !== undefined) return `${payload.name} has no field ${nowhere}. Is it misspelt?`;
  const twice = args.find((field, i) => args.indexOf(field) !== i);
  return twice === undefined ? undefined : `args has ${twice} twice`;
}
