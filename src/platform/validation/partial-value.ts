import { DtoChecker } from './dto-checker.js';
import { DtoMaker } from './dto-maker.js';
import { type FieldPlan, planOf } from './dto-plan.js';
import type { Dto } from './dto.js';
import type { InputProblem } from './invalid-input.error.js';
import { isObject, noObject } from './parse-dto.js';
import type { Place } from './place.js';
import type { Rule } from './rules/rule.js';

class NotKnownYet {
  toString(): string {
    return 'not known yet';
  }
}

/** Stands for a part of a value that is not known yet. */
export const UNKNOWN = Object.freeze(new NotKnownYet());

/** Rules that judge the type or the length of a value, whatever is inside. */
const OUTER_RULES: ReadonlySet<string> = new Set([
  ...['isString', 'isNumber', 'isInt', 'isSafeInteger', 'isBoolean', 'isArray', 'isObject', 'isDefined'],
  ...['arrayMinSize', 'arrayMaxSize', 'arrayNotEmpty'],
]);

/**
 * The problems that a value has whatever its UNKNOWN parts are: `parseDto` would refuse it in any case. In doubt, there
 * is no problem, so a check of the complete value must follow.
 *
 * @param secrets paths of fields whose values must not appear in messages
 */
export function problemsOfPartial(
  dto: Dto<object>,
  value: unknown,
  secrets: readonly string[] = [],
): readonly InputProblem[] {
  if (value === UNKNOWN || (planOf(dto).isChosen && hasUnknown(value))) return [];
  if (!isObject(value)) return [noObject(value, secrets)];
  const maker = new PartialMaker();
  const instance = maker.make(dto, value);
  const checker = new PartialChecker(maker, secrets, false);
  checker.check(dto, instance, undefined);
  return checker.findings.problems;
}

/** Leaves a part UNKNOWN if what it becomes depends on one that is. */
class PartialMaker extends DtoMaker {
  protected override valueOf(field: FieldPlan, part: unknown, owner: object, instance: object): unknown {
    if (field.transforms.length === 0) return super.valueOf(field, part, owner, instance);
    if (hasUnknown(part)) return UNKNOWN;
    return known((watched) => super.valueOf(field, part, watched, instance), owner, part) ?? UNKNOWN;
  }

  protected override itemsOf(field: FieldPlan, part: unknown, owner: object, instance: object): unknown {
    return part === UNKNOWN ? UNKNOWN : super.itemsOf(field, part, owner, instance);
  }

  /** The class of an object may depend on its discriminator, or be chosen by a function of what is around it. */
  protected override objectOf(field: FieldPlan, part: unknown, owner: object, instance: object): unknown {
    const { all = [], discriminator } = field.classes ?? {};
    const isOpen = discriminator !== undefined && isObject(part) && memberOf(part, discriminator.property);
    const isByFunction = field.classes !== undefined && all.length === 0;
    const isForTransformer = all.some((dto) => planOf(dto).isChosen);
    if (isOpen === UNKNOWN || (isByFunction && hasUnknown(owner)) || (isForTransformer && hasUnknown(part)))
      return UNKNOWN;
    return super.objectOf(field, part, owner, instance);
  }
}

/** Accepts what is UNKNOWN, and whatever a condition or a rule cannot judge without it. */
class PartialChecker extends DtoChecker {
  protected override applies(field: FieldPlan, value: unknown, owner: object): boolean {
    if (value === UNKNOWN) return false;
    return known((watched) => super.applies(field, value, watched), owner, value) ?? false;
  }

  protected override passes(rule: Rule, value: unknown, owner: object): boolean {
    if (value === UNKNOWN || (!OUTER_RULES.has(rule.name) && hasUnknown(value))) return true;
    return known((watched) => super.passes(rule, value, watched), owner, value) ?? true;
  }

  protected override checkObject(field: FieldPlan, value: unknown, owner: object, place: Place): void {
    if (value !== UNKNOWN) super.checkObject(field, value, owner, place);
  }
}

/**
 * What a function of the owner returns, or undefined if it reads an UNKNOWN part of it: then its outcome, or its error,
 * says nothing.
 *
 * @param value the part of the owner that is being judged; it may have UNKNOWN parts inside
 */
function known<T>(judge: (watched: object) => T, owner: object, value: unknown): T | undefined {
  const read = { hasUnknown: false };
  const watched = new Proxy(owner, {
    get: (target, name) => {
      const part: unknown = Reflect.get(target, name);
      read.hasUnknown ||= part !== value && hasUnknown(part);
      return part;
    },
  });
  try {
    const outcome = judge(watched);
    return read.hasUnknown ? undefined : outcome;
  } catch (error) {
    if (read.hasUnknown) return undefined;
    throw error;
  }
}

function memberOf(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function hasUnknown(value: unknown): boolean {
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (next === UNKNOWN) return true;
    for (const part of partsOf(next)) open.push(part);
  }
  return false;
}

function partsOf(value: unknown): Iterable<unknown> {
  if (typeof value !== 'object' || value === null) return [];
  const hasValues = Array.isArray(value) || value instanceof Map || value instanceof Set;
  return hasValues ? (value as ReadonlySet<unknown>).values() : (Object.values(value) as unknown[]);
}
