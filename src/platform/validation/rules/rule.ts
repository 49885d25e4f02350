import { type ValidationArguments, getMetadataStorage } from 'class-validator';
import type { Check } from '../dto-fields.js';
import { dayExists } from './is-time.js';

/** One check of a value, registered by a class-validator decorator. */
export interface Rule {
  readonly name: string;
  /** The type of value that the rule applies to: `Max` ignores a text. */
  readonly subject: Subject | undefined;
  /** Type, then size, then the rest: costly checks, and those that depend on others, come last. */
  readonly rank: 0 | 1 | 2;
  /** @param isStored true for a value that an earlier version accepted: rules that became stricter since are skipped */
  passes(value: unknown, owner: object, isStored: boolean): boolean;
  message(value: unknown, owner: object): string;
}

type Subject = 'string' | 'number' | 'list' | 'date';

const SUBJECTS: ReadonlyMap<string, Subject> = new Map(
  Object.entries({
    number: ['min', 'max', 'isPositive', 'isNegative', 'isDivisibleBy'],
    string: ['isLength', 'minLength', 'maxLength', 'isByteLength', 'matches', 'contains', 'notContains'],
    list: [
      ...['arrayMinSize', 'arrayMaxSize', 'arrayNotEmpty'],
      ...['arrayUnique', 'arrayContains', 'arrayNotContains'],
    ],
    date: ['minDate', 'maxDate'],
  } satisfies Record<Subject, string[]>).flatMap(([subject, names]) =>
    // The keys are those of a Record<Subject, …>.
    names.map((name): [string, Subject] => [name, subject as Subject]),
  ),
);

const TYPE_RULES: readonly string[] = [
  ...['isString', 'isNumber', 'isInt', 'isSafeInteger', 'isBoolean'],
  ...['isArray', 'isListOf', 'isObject', 'isDate', 'isDefined'],
];
const SIZE_RULES: readonly string[] = [
  'isLength',
  'maxLength',
  'isByteLength',
  'arrayMaxSize',
  'arrayMinSize',
];

function rankOf(name: string): Rule['rank'] {
  if (TYPE_RULES.includes(name)) return 0;
  return SIZE_RULES.includes(name) ? 1 : 2;
}

/** True if the rule applies to values of this type. */
export function isAbout({ subject }: Rule, value: unknown): boolean {
  if (subject === undefined) return true;
  if (subject === 'list') return Array.isArray(value);
  return subject === 'date' ? value instanceof Date : typeof value === subject;
}

type Test = (value: unknown, constraints: readonly unknown[]) => boolean;
const hasDay: Test = (value) => typeof value !== 'string' || dayExists(value);

/** Values that class-validator accepts but should not. Stored values are exempt. */
const STRICTER: ReadonlyMap<string, Test> = new Map<string, Test>([
  // A numeric enum has its members' names among its values: `Level.High` is 5, and `Level[5]` is "High".
  ['isEnum', (value, [members]) => valuesOf(members).includes(value)],
  ['isTime', hasDay],
  ['isDateString', hasDay],
  ['isIso8601', hasDay],
  ['isRfc3339', hasDay],
]);

/** The rules of one decorator. Asynchronous ones are skipped, as in `validateSync`. */
export function rulesOf(check: Check, dtoName: string): Rule[] {
  const { message, validateIf, propertyName: property } = check;
  // The type omits that a decorator without constraints has none.
  const constraints = (check.constraints as unknown[] | undefined) ?? [];
  const known = getMetadataStorage().getTargetValidatorConstraints(check.constraintCls);
  return known.flatMap(({ instance, async, name }) => {
    if (async) return [];
    const argumentsOf = (value: unknown, object: object): ValidationArguments => ({
      targetName: dtoName,
      property,
      object,
      value,
      constraints,
    });
    const stricter = STRICTER.get(name);
    const validate = name === 'arrayUnique' ? uniqueIn(instance) : instance.validate.bind(instance);
    const rule: Rule = {
      name,
      subject: SUBJECTS.get(name),
      rank: rankOf(name),
      passes: (value, owner, isStored) => {
        if (validateIf && !validateIf(owner, value)) return true;
        if (!validate(value, argumentsOf(value, owner))) return false;
        return stricter === undefined || isStored || stricter(value, constraints);
      },
      message: (value, owner) => {
        const context = argumentsOf(value, owner);
        const text = typeof message === 'function' ? message(context) : message;
        return filledIn(text || (instance.defaultMessage?.(context) ?? ''), context);
      },
    };
    return [rule];
  });
}

function valuesOf(members: unknown): unknown[] {
  if (typeof members !== 'object' || members === null) return [];
  const isReverse = (key: string, value: unknown): boolean =>
    typeof value === 'string' && Reflect.get(members, value) === Number(key);
  return Object.entries(members).flatMap(([key, value]: [string, unknown]) =>
    isReverse(key, value) ? [] : [value],
  );
}

type Validator = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidatorConstraints']
>[number]['instance'];

/**
 * `@ArrayUnique` with the same outcome in linear time. class-validator searches the whole list for each item, which
 * takes seconds for 100,000. The comparison function is private to the decorator; mapping a list reveals it.
 */
function uniqueIn(validator: Validator): Validator['validate'] {
  let identify: (item: unknown) => unknown = (item) => item;
  class Probe extends Array<unknown> {
    override map(callback: unknown): never[] {
      identify = callback as typeof identify;
      return [];
    }
  }
  void validator.validate(new Probe());
  return (value) =>
    Array.isArray(value) && new Set(value.map((item) => identify(item))).size === value.length;
}

/** Replaces `$property` and the other placeholders documented by class-validator. */
function filledIn(
  message: string,
  { constraints, value, property, targetName }: ValidationArguments,
): string {
  const given = new Map<string, string>([
    ['property', property],
    ['target', targetName],
    ...constraints.map((one: unknown, i): [string, string] => [`constraint${i + 1}`, textOf(one)]),
  ]);
  if (['string', 'number', 'boolean'].includes(typeof value)) given.set('value', String(value));
  return message.replace(/\$([a-z]+\d*)/g, (token, name: string) => given.get(name) ?? token);
}

function textOf(constraint: unknown): string {
  return Array.isArray(constraint) ? constraint.join(', ') : String(constraint);
}
