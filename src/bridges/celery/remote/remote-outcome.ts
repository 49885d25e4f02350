import { InvalidInputError } from '../../../platform/validation/invalid-input.error.js';
import { parseDto } from '../../../platform/validation/parse-dto.js';
import type { Dto } from '../../../platform/validation/dto.js';
import type { PythonError, ResultMeta } from '../protocol/result-meta.js';
import type { RemoteDefinition } from './remote-definition.js';
import { RemoteResultError, RemoteRevokedError, RemoteTaskError, reasonOf } from './remote.errors.js';

/**
 * The result of a task in Python, parsed by the declared class.
 *
 * @throws RemoteTaskError, RemoteRevokedError, RemoteResultError
 */
export function valueOf(
  remote: Pick<RemoteDefinition, 'task' | 'result'>,
  { state, result, traceback }: ResultMeta,
): unknown {
  const { task } = remote;
  if (state === 'REVOKED') throw new RemoteRevokedError(task, reasonOf(result));
  // The type of an error's result is that of its state.
  if (state === 'FAILURE') throw new RemoteTaskError(task, result as PythonError, traceback);
  return parsed(remote, result);
}

function parsed(
  { task, result: declared }: Pick<RemoteDefinition, 'task' | 'result'>,
  value: unknown,
): unknown {
  const subject = `the result of ${task}`;
  if (declared === undefined) return value;
  const primitive = [Number, String, Boolean].find((one) => one === declared)?.name.toLowerCase();
  if (primitive !== undefined) {
    if (typeof value === primitive) return value;
    throw new RemoteResultError(`${subject} must be a ${primitive}, but is ${kindOf(value)}`);
  }
  try {
    return parseDto(declared as Dto<object>, value, subject); // no primitive: a DTO
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new RemoteResultError(error.message, { cause: error });
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}

/** A state of PROGRESS as progress of ours: `{ current, total }` is a percentage. Undefined for anything else. */
export function progressOf(value: unknown): number | Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { current, total } = value as Record<string, unknown>;
  const isShare = typeof current === 'number' && typeof total === 'number' && Object.keys(value).length === 2;
  if (!isShare || !(total > 0) || current < 0 || current > total) return value as Record<string, unknown>;
  return Math.round((current / total) * 100);
}
