import type { PayloadSeals } from '../../submit/payload-seals.js';
import type { TaskOptions } from '../../task/task.js';

const FIELD = 'each';

/**
 * The list of an `each` in the form sent to the broker. Its items fill fields of the payload, which may be secret: for a
 * task with secrets it is encrypted as a whole.
 */
export function sealedEach(
  seals: PayloadSeals,
  { name, redact = [] }: Pick<TaskOptions<object>, 'name' | 'redact'>,
  each: unknown,
): unknown {
  if (redact.length === 0) return each;
  return Reflect.get(seals.seal({ name, redact: [FIELD] }, { [FIELD]: each }).payload, FIELD);
}

/**
 * The list as it was submitted. Keep it no longer than necessary.
 *
 * @param task its name
 * @throws like `PayloadSeals.open`
 */
export function openedEach(seals: PayloadSeals, task: string, each: unknown): unknown {
  if (typeof each !== 'string') return each; // a plain one is a list or a reference
  const opened = seals.open({ name: task, payload: { [FIELD]: each }, sealed: [FIELD] });
  return Reflect.get(opened as object, FIELD); // an object went in
}
