import type { DtoMaker } from './dto-maker.js';
import { type FieldPlan, planOf } from './dto-plan.js';
import type { ClassType } from './field-type.js';
import { Findings } from './findings.js';
import { isPlain } from './free-json.js';
import type { Dto } from './dto.js';
import type { Place } from './place.js';
import { type Rule, isAbout } from './rules/rule.js';

/** Stands for an unknown class, which accepts no properties. */
class Unknown {}

/** Checks DTO instances by the rules of their decorators. Reports one problem per mistake, with its path. */
export class DtoChecker {
  readonly findings: Findings;

  /**
   * @param maker the maker of the instances
   * @param isStored true for a value that was accepted before: rules that became stricter since are skipped
   */
  constructor(
    private readonly maker: DtoMaker,
    secrets: readonly string[],
    private readonly isStored: boolean,
  ) {
    this.findings = new Findings(secrets);
  }

  check(dto: Dto<object>, instance: object, place: Place): void {
    for (const problem of this.maker.problemsOf(instance) ?? []) this.findings.addNamed(place, problem);
    for (const field of planOf(dto).fields.values()) {
      if (this.findings.isFull) return;
      this.checkField(field, instance, place);
    }
  }

  private checkField(field: FieldPlan, owner: object, within: Place): void {
    const { name, rules } = field;
    const value: unknown = Reflect.get(owner, name);
    if (!this.applies(field, value, owner)) return;
    const failed = this.failedOf(rules, value, owner);
    if (failed !== undefined) this.report(failed, value, owner, { within, name });
    else if (field.hasParts) this.checkParts(field, value, owner, { within, name });
  }

  /** False for a value that the DTO need not check. */
  protected applies({ conditions }: FieldPlan, value: unknown, owner: object): boolean {
    for (const condition of conditions) if (!condition(owner, value)) return false;
    return true;
  }

  protected passes(rule: Rule, value: unknown, owner: object): boolean {
    return rule.passes(value, owner, this.isStored);
  }

  /** Checks the contents of a value whose own rules pass, or reports that it is missing. */
  private checkParts(field: FieldPlan, value: unknown, owner: object, place: Place): void {
    const { name, shape, isNested, itemRules } = field;
    if (value === undefined && itemRules.length === 0) return this.checkMissing(field, place);
    const items = itemsOf(value);
    if (shape === 'list' && items === undefined) this.findings.add(place, `${name} must be an array`, value);
    else if (shape === 'object' && items !== undefined)
      this.findings.add(place, `${name} must be an object`, value);
    else {
      if (itemRules.length > 0) this.checkItems(field, items, value, owner, place);
      if (isNested) this.checkNested(field, value, owner, place);
    }
  }

  private checkMissing({ name, isNested, isRequired }: FieldPlan, place: Place): void {
    if (!isRequired || this.isStored) return;
    this.findings.add(place, `${name} must be ${isNested ? 'an object' : 'given'}`, undefined);
  }

  /** Like in class-validator, rules of items apply to a single value if no list is declared. */
  private checkItems(
    { itemRules }: FieldPlan,
    items: Items | undefined,
    value: unknown,
    owner: object,
    place: Place,
  ): void {
    for (const [key, item] of items ?? [['', value] as const]) {
      if (this.findings.isFull) return;
      const failed = this.failedOf(itemRules, item, owner);
      if (failed === undefined) continue;
      const at = items === undefined ? place : { within: place, name: String(key) };
      this.report(failed, item, owner, at);
    }
  }

  private checkNested(field: FieldPlan, value: unknown, owner: object, place: Place): void {
    const items = itemsOf(value);
    if (items === undefined) return this.checkObject(field, value, owner, place);
    for (const [key, item] of items) {
      if (this.findings.isFull) return;
      const at = { within: place, name: String(key) };
      if (field.isListOfLists) this.checkNested(field, item, owner, at);
      else this.checkObject(field, item, owner, at);
    }
  }

  protected checkObject({ name, classes }: FieldPlan, value: unknown, owner: object, place: Place): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return this.findings.add(place, `${name} must be an object`, value);
    // An own `constructor` key may be data; the class is that of the prototype.
    const { constructor } = Object.getPrototypeOf(value) as { constructor: Dto<object> };
    if (!isPlain(value)) return this.check(constructor, value, place);
    this.checkPlain(classes, value, owner, place);
  }

  /** Checks an object created after the DTO, by a `@Transform`, or one of unknown class. */
  private checkPlain(classes: ClassType | undefined, value: object, owner: object, place: Place): void {
    const { property, names } = classes?.discriminator ?? { names: [] };
    const type = classes?.of(value, owner, owner);
    if (type !== undefined || property === undefined)
      return this.check(type ?? Unknown, this.maker.make(type ?? Unknown, value, property), place);
    const kind: unknown = Object.hasOwn(value, property) ? Reflect.get(value, property) : undefined;
    const message = `${property} must be one of the following values: ${names.join(', ')}`;
    this.findings.add({ within: place, name: property }, message, kind);
  }

  /** Returns the failures of the first rank that has any: the length of a value that is not a text is not checked. */
  private failedOf(rules: readonly Rule[], value: unknown, owner: object): Rule[] | undefined {
    let failed: Rule[] | undefined;
    for (const rule of rules) {
      if (failed?.[0] !== undefined && failed[0].rank < rule.rank) return failed;
      if (!this.passes(rule, value, owner)) (failed ??= []).push(rule);
    }
    return failed;
  }

  private report(failed: readonly Rule[], value: unknown, owner: object, place: Place): void {
    for (const rule of mistakesOf(failed, value)) this.findings.add(place, rule.message(value, owner), value);
  }
}

/** A missing value, or one of the wrong type, is one mistake, even if several rules fail. */
function mistakesOf(failed: readonly Rule[], value: unknown): readonly Rule[] {
  if (value === undefined || value === null || failed[0]?.rank === 0) return failed.slice(0, 1);
  const about = failed.filter((rule) => isAbout(rule, value));
  return about.length > 0 ? about : failed.slice(0, 1);
}

type Items = Iterable<readonly [key: number | string, item: unknown]>;

function itemsOf(value: unknown): Items | undefined {
  if (Array.isArray(value)) return value.entries();
  if (value instanceof Set) return [...value].entries();
  // A DTO's Map is created from an object.
  return value instanceof Map ? (value as ReadonlyMap<string, unknown>).entries() : undefined;
}
