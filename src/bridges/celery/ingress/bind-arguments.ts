import { NamedError } from '../../../platform/errors/named-error.js';
import { fieldsOf } from '../../../platform/validation/dto-fields.js';
import type { Dto } from '../../../platform/validation/dto.js';
import { define } from '../../../platform/validation/free-json.js';
import type { InputProblem } from '../../../platform/validation/invalid-input.error.js';

/** The arguments of a call do not fit its task. The message is that of Python for its own functions. */
export class ArgumentsError extends NamedError {}

/** The parts of a task that arguments are bound to. */
export interface BoundTask {
  /** Its Celery name. */
  readonly name: string;
  readonly dto: Dto<object>;
  readonly binding: {
    readonly args?: readonly string[];
    readonly kwargs?: Readonly<Record<string, string>>;
  };
}

/** The arguments of a call. */
export interface Arguments {
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/**
 * Makes a payload of the arguments. Whether all that are needed are there, and their values are valid, is a question to
 * the DTO: see `argumentsErrorIn`.
 *
 * @throws ArgumentsError
 */
export function bindArguments(task: BoundTask, { args, kwargs }: Arguments): object {
  const fields = task.binding.args ?? [];
  if (args.length > fields.length) throw new ArgumentsError(tooMany(task, args.length));
  const payload = {};
  for (const [i, value] of args.entries()) define(payload, fields[i] ?? '', value);
  for (const [name, value] of Object.entries(kwargs)) {
    const field = fieldOf(task, name);
    if (Object.hasOwn(payload, field))
      throw new ArgumentsError(`${functionOf(task)} got multiple values for argument '${name}'`);
    define(payload, field, value);
  }
  return payload;
}

/**
 * Finds an argument that the task does not have, or one that it needs and was not given, among the problems that the DTO
 * has with a payload.
 *
 * @returns undefined if only values are invalid
 */
export function argumentsErrorIn(
  task: BoundTask,
  payload: object,
  problems: readonly InputProblem[],
): ArgumentsError | undefined {
  const names = problems.flatMap(({ path: [field, ...inner] }) =>
    field === undefined || inner.length > 0 ? [] : [field],
  );
  const known = new Set(fieldsOf(task.dto));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined)
    return new ArgumentsError(`${functionOf(task)} got an unexpected keyword argument '${unknown}'`);
  const missing = [...new Set(names.filter((name) => !Object.hasOwn(payload, name)))];
  return missing.length > 0 ? new ArgumentsError(missingSentence(task, missing)) : undefined;
}

/** The field of a keyword argument. */
function fieldOf({ binding: { kwargs = {} } }: BoundTask, name: string): string {
  return (Object.hasOwn(kwargs, name) ? kwargs[name] : undefined) ?? name;
}

/** The name of a field for Python. */
function argumentOf({ binding: { kwargs = {} } }: BoundTask, field: string): string {
  return Object.keys(kwargs).find((name) => kwargs[name] === field) ?? field;
}

/** Python names the function, which is by convention the last part of the task's name. */
function functionOf({ name }: BoundTask): string {
  return `${name.split('.').at(-1) ?? name}()`;
}

function tooMany(task: BoundTask, given: number): string {
  const { length } = task.binding.args ?? [];
  const takes = `takes ${length} positional argument${length === 1 ? '' : 's'}`;
  return `${functionOf(task)} ${takes} but ${given} ${given === 1 ? 'was' : 'were'} given`;
}

/** Python names those that could be given by position first, and in a sentence of their own. */
function missingSentence(task: BoundTask, missing: readonly string[]): string {
  const order = task.binding.args ?? [];
  const positional = order.filter((field) => missing.includes(field));
  const [kind, fields] = positional.length > 0 ? ['positional', positional] : ['keyword-only', missing];
  const names = fields.map((field) => `'${argumentOf(task, field)}'`);
  const plural = names.length === 1 ? 'argument' : 'arguments';
  return `${functionOf(task)} missing ${names.length} required ${kind} ${plural}: ${listed(names)}`;
}

/** `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`. */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  if (names.length < 3) return names.join(' and ');
  return `${names.slice(0, -1).join(', ')}, and ${last}`;
}
