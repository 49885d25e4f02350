import 'reflect-metadata';
import { ValidationTypes } from 'class-validator';
import { type Check, checksOf, isDto } from './dto-fields.js';
import { type ClassType, type Convert, choosesFields, fieldTypeOf, transformsOf } from './field-type.js';
import type { Dto } from './dto.js';
import { type Rule, rulesOf } from './rules/rule.js';
import { isListOfLists, isRequiredBySchema } from './schema-fields.js';

type Condition = (owner: object, value: unknown) => boolean;

/** One object or a list of objects; undefined if both are accepted, or if the decorators do not say. */
type Shape = 'object' | 'list' | undefined;

/** The plan of one DTO field: how to create its value from JSON, and which rules it must pass. */
export interface FieldPlan {
  readonly name: string;
  /** False for a field computed by the class, which accepts no value. */
  readonly isInput: boolean;
  /** Classes of the objects in the field. */
  readonly classes: ClassType | undefined;
  /** Whether these objects are checked: `@ValidateNested`. */
  readonly isNested: boolean;
  readonly convert: Convert | undefined;
  readonly container: 'map' | 'set' | undefined;
  readonly transforms: readonly ((value: unknown, owner: object) => unknown)[];
  /** All must hold for the field to be checked: `@IsOptional`, `@ValidateIf`. */
  readonly conditions: readonly Condition[];
  readonly rules: readonly Rule[];
  /** Rules of each item (`each`). They are checked after `rules`, which limit the length of a list. */
  readonly itemRules: readonly Rule[];
  readonly shape: Shape;
  readonly isListOfLists: boolean;
  /** True if the public schema requires the field. */
  readonly isRequired: boolean;
  /** True if there is more to check than `rules`. */
  readonly hasParts: boolean;
}

/** The plan of a DTO. */
export interface DtoPlan {
  readonly dto: Dto<object>;
  readonly fields: ReadonlyMap<string, FieldPlan>;
  /** True if `@Expose` or `@Exclude` select the fields: class-transformer then creates the instance. */
  readonly isChosen: boolean;
}

const plans = new Map<Dto<object>, DtoPlan>();

/** Returns the plan of a DTO, computed once on first use: decorator metadata does not change afterwards. */
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

/** The DTO and its nested DTOs (`@ValidateNested`) at any depth. */
export function dtosWithin(dto: Dto<object>, found = new Set<Dto<object>>()): ReadonlySet<Dto<object>> {
  if (found.has(dto)) return found;
  found.add(dto);
  for (const { isNested, classes } of planOf(dto).fields.values())
    if (isNested) for (const nested of classes?.all ?? []) dtosWithin(nested, found);
  return found;
}

function fieldPlanOf(dto: Dto<object>, name: string, checks: readonly Check[]): FieldPlan {
  const emitted: unknown = Reflect.getMetadata('design:type', dto.prototype as object, name);
  const isNested = checks.some(isOfNested);
  const type = fieldTypeOf(dto, name, isNested && isDto(emitted) ? emitted : undefined);
  // Decorators apply from last to first; problems are reported in source order.
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

/** class-validator accepts an object or a list for `@ValidateNested`, and a single value for a list with `each`. */
function shapeOf(emitted: unknown, checks: readonly Check[]): Shape {
  if (emitted === Array) return 'list';
  if (emitted === Map || emitted === Set) return undefined;
  const nested = checks.filter(isOfNested);
  if (nested.length === 0) return undefined;
  return nested.some(({ each }) => each) || checks.some(({ name }) => name === 'isArray') ? 'list' : 'object';
}

/** False for a method and for an accessor without a setter. */
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
