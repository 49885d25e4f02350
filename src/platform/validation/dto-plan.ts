import 'reflect-metadata';
import { ValidationTypes } from 'class-validator';
import { type Check, checksOf, isDto } from './dto-fields.js';
import { type ClassType, type Convert, choosesFields, fieldTypeOf, transformsOf } from './field-type.js';
import type { Dto } from './parse-dto.js';
import { type Rule, rulesOf } from './rules/rule.js';
import { isListOfLists, isRequiredBySchema } from './schema-fields.js';

type Condition = (owner: object, value: unknown) => boolean;

/** One object or a list of them; undefined where both are meant, or the decorators do not say. */
type Shape = 'object' | 'list' | undefined;

/** What is known of one field of a DTO: how its value is made from JSON, and what must hold of it. */
export interface FieldPlan {
  readonly name: string;
  /** A field that the class computes takes no value. */
  readonly isInput: boolean;
  /** The classes of the objects in it. */
  readonly classes: ClassType | undefined;
  /** Whether these objects are checked: `@ValidateNested`. */
  readonly isNested: boolean;
  readonly convert: Convert | undefined;
  readonly container: 'map' | 'set' | undefined;
  readonly transforms: readonly ((value: unknown, owner: object) => unknown)[];
  /** Nothing is checked unless all of these hold: `@IsOptional`, `@ValidateIf`. */
  readonly conditions: readonly Condition[];
  readonly rules: readonly Rule[];
  /** The rules of each item (`each`). They count once `rules` hold, which say how long a list may be. */
  readonly itemRules: readonly Rule[];
  readonly shape: Shape;
  readonly isListOfLists: boolean;
  /** The schema that callers see says that it must be there. */
  readonly isRequired: boolean;
  /** Whether there is more to check than `rules`. */
  readonly hasParts: boolean;
}

/** What is known of a DTO. */
export interface DtoPlan {
  readonly dto: Dto<object>;
  readonly fields: ReadonlyMap<string, FieldPlan>;
  /** `@Expose` or `@Exclude` choose its fields: class-transformer has to make it. */
  readonly isChosen: boolean;
}

const plans = new Map<Dto<object>, DtoPlan>();

/** Worked out once for each DTO, when it is first asked for: what decorators have said does not change any more. */
export function planOf(dto: Dto<object>): DtoPlan {
  const known = plans.get(dto);
  if (known !== undefined) return known;
  const byField = new Map<string, Check[]>();
  for (const check of checksOf(dto))
    byField.set(check.propertyName, [...(byField.get(check.propertyName) ?? []), check]);
  const fields = [...byField].map(([name, checks]) => [name, fieldPlanOf(dto, name, checks)] as const);
  const plan = { dto, fields: new Map(fields), isChosen: choosesFields(dto) };
  plans.set(dto, plan);
  return plan;
}

function fieldPlanOf(dto: Dto<object>, name: string, checks: readonly Check[]): FieldPlan {
  const emitted: unknown = Reflect.getMetadata('design:type', dto.prototype as object, name);
  const isNested = checks.some(isOfNested);
  const type = fieldTypeOf(dto, name, isNested && isDto(emitted) ? emitted : undefined);
  // Decorators apply from the last one to the first; problems are reported in the order of the source.
  const custom = checks.filter(isOfValue).toReversed();
  const conditions = checks.filter(isCondition).flatMap(({ constraints }) => constraints as Condition[]);
  const rules = inRanks(custom.filter(({ each }) => !each).flatMap((check) => rulesOf(check, dto.name)));
  const itemRules = inRanks(custom.filter(({ each }) => each).flatMap((check) => rulesOf(check, dto.name)));
  const isRequired = conditions.length === 0 && isRequiredBySchema(dto, name);
  return {
    ...{ name, isNested, conditions, isInput: takesValue(dto, name) },
    classes: type && 'classes' in type ? type.classes : undefined,
    convert: type && 'convert' in type ? type.convert : undefined,
    container: emitted === Map ? 'map' : emitted === Set ? 'set' : undefined,
    transforms: transformsOf(dto, name),
    ...{ rules, itemRules, isRequired, shape: shapeOf(emitted, checks) },
    isListOfLists: isListOfLists(dto, name),
    hasParts: isNested || isRequired || itemRules.length > 0,
  };
}

function inRanks(rules: readonly Rule[]): Rule[] {
  return rules.toSorted((a, b) => a.rank - b.rank);
}

function isOfNested({ type }: Check): boolean {
  return type === ValidationTypes.NESTED_VALIDATION;
}

function isCondition({ type }: Check): boolean {
  return type === ValidationTypes.CONDITIONAL_VALIDATION;
}

function isOfValue({ type }: Check): boolean {
  return type === ValidationTypes.CUSTOM_VALIDATION || type === ValidationTypes.IS_DEFINED;
}

/** class-validator takes either for `@ValidateNested`, and one value for a list with `each`. */
function shapeOf(emitted: unknown, checks: readonly Check[]): Shape {
  if (emitted === Array) return 'list';
  if (emitted === Map || emitted === Set) return undefined;
  const nested = checks.filter(isOfNested);
  if (nested.length === 0) return undefined;
  return nested.some(({ each }) => each) || checks.some(({ name }) => name === 'isArray') ? 'list' : 'object';
}

/** Neither a method nor an accessor that only reads. */
function takesValue(dto: Dto<object>, name: string): boolean {
  for (
    let owner = dto.prototype as object | null;
    owner !== null;
    owner = Object.getPrototypeOf(owner) as object | null
  ) {
    if (owner === Object.prototype) return true;
    const own = Object.getOwnPropertyDescriptor(owner, name);
    if (own !== undefined) return own.set !== undefined;
  }
  return true;
}
