import { ValidationTypes, type ValidationArguments, getMetadataStorage } from 'class-validator';
import { type Check, checksOf } from './dto-fields.js';
import { oncePerDto } from './once-per-dto.js';
import type { Dto } from './parse-dto.js';

/** What must hold of one field: where all `conditions` do, each of `checks`. */
interface Field {
  readonly name: string;
  readonly conditions: ((object: object, value: unknown) => boolean)[];
  readonly checks: ((object: object, value: unknown) => boolean)[];
}

interface Plan {
  readonly names: ReadonlySet<string>;
  readonly fields: readonly Field[];
}

/** Undefined where only class-validator can tell. */
const planOf = oncePerDto((dto): Plan | undefined => {
  const fields = plannedFieldsOf(dto);
  return fields && { names: new Set(fields.keys()), fields: [...fields.values()] };
});

/**
 * Whether an instance of a DTO is valid for certain. Where this says false, class-validator has to look: nothing is
 * refused here, and no message is made. It reads what class-validator's own decorators have registered, once a class;
 * class-validator gathers, filters and groups that again for each value, which is most of what a check costs.
 */
export function isSurelyValid(dto: Dto<object>, instance: object): boolean {
  const plan = planOf(dto);
  if (plan === undefined) return false;
  const { names, fields } = plan;
  return (
    Object.keys(instance).every((name) => names.has(name)) && fields.every((field) => holds(field, instance))
  );
}

function holds({ name, conditions, checks }: Field, instance: object): boolean {
  const value: unknown = Reflect.get(instance, name);
  const isChecked = conditions.every((condition) => condition(instance, value));
  return !isChecked || checks.every((check) => check(instance, value));
}

function plannedFieldsOf(dto: Dto<object>): Map<string, Field> | undefined {
  const fields = new Map<string, Field>();
  for (const check of checksOf(dto)) {
    const { propertyName: name } = check;
    const field = fields.get(name) ?? { name, conditions: [], checks: [] };
    fields.set(name, field);
    if (!add(check, dto, field)) return undefined;
  }
  return fields;
}

/** An instance of a DTO that class-transformer has made; of an array class-validator has to look at each item. */
function isSurelyNested(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { constructor } = Object.getPrototypeOf(value) as { constructor: Dto<object> };
  return isSurelyValid(constructor, value);
}

/** @returns false for what only class-validator understands: nested lists, what is asynchronous or has a condition of its own */
function add(check: Check, dto: Dto<object>, { conditions, checks }: Field): boolean {
  const { type, each, validateIf, constraints, propertyName: property } = check;
  if (type === ValidationTypes.WHITELIST) return true;
  if (type === ValidationTypes.CONDITIONAL_VALIDATION) {
    const [condition] = constraints as Field['conditions'];
    if (condition) conditions.push(condition);
    return condition !== undefined;
  }
  if (type === ValidationTypes.NESTED_VALIDATION && !each) {
    checks.push((_, value) => value === undefined || isSurelyNested(value));
    return true;
  }
  const rules = getMetadataStorage().getTargetValidatorConstraints(check.constraintCls);
  if (type !== ValidationTypes.CUSTOM_VALIDATION || validateIf || rules.some((rule) => rule.async))
    return false;
  for (const { instance: rule } of rules)
    checks.push((object, value) => {
      const context: ValidationArguments = { targetName: dto.name, property, object, value, constraints };
      const takes = (one: unknown) => rule.validate(one, context) === true;
      return each ? Array.isArray(value) && value.every(takes) : takes(value);
    });
  return true;
}
