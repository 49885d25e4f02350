import { plainToInstance } from 'class-transformer';
import { type FieldPlan, planOf } from './dto-plan.js';
import { copyOfJson, define, isPlain } from './free-json.js';
import type { Dto } from './dto.js';
import type { InputProblem } from './invalid-input.error.js';

/**
 * Creates DTO instances from JSON. Nothing is dropped: unknown properties are copied too, and recorded so that the
 * check refuses them.
 */
export class DtoMaker {
  /** Unknown properties of each instance, with their paths. */
  private readonly notes = new Map<object, InputProblem[]>();

  make<T extends object>(dto: Dto<T>, value: object, known?: string): T {
    const plan = planOf(dto);
    if (plan.isChosen) return this.makeChosen(dto, value);
    const instance = new dto();
    for (const name of Object.keys(value)) {
      const part: unknown = Reflect.get(value, name);
      const field = plan.fields.get(name);
      if (field?.isInput) {
        define(instance, name, this.valueOf(field, part, value, instance));
      } else {
        if (name !== known) this.note(instance, unknownProperty(name));
        define(instance, name, copyOfJson(part));
      }
    }
    return instance;
  }

  /** The problems that the check must report for an instance created here. */
  problemsOf(instance: object): readonly InputProblem[] | undefined {
    return this.notes.get(instance);
  }

  private note(instance: object, problem: InputProblem): void {
    const noted = this.notes.get(instance);
    if (noted) noted.push(problem);
    else this.notes.set(instance, [problem]);
  }

  protected valueOf(field: FieldPlan, part: unknown, owner: object, instance: object): unknown {
    const { transforms } = field;
    const made = this.partOf(field, part, owner, instance);
    return transforms.length === 0 ? made : transforms.reduce((value, change) => change(value, owner), made);
  }

  private partOf(field: FieldPlan, part: unknown, owner: object, instance: object): unknown {
    const { classes, convert, container } = field;
    if (container !== undefined) return this.contained(field, part, owner, instance);
    if (classes === undefined && convert === undefined) return copyOfJson(part);
    return this.itemsOf(field, part, owner, instance);
  }

  /** Converts a list of items, or a single one. */
  protected itemsOf(field: FieldPlan, part: unknown, owner: object, instance: object): unknown {
    if (Array.isArray(part)) return Array.from(part, (item) => this.itemsOf(field, item, owner, instance));
    if (field.convert) return field.convert(part);
    return this.objectOf(field, part, owner, instance);
  }

  protected objectOf({ classes }: FieldPlan, part: unknown, owner: object, instance: object): unknown {
    if (typeof part !== 'object' || part === null) return part;
    const type = classes?.of(part, owner, instance);
    return type ? this.make(type, part, classes?.discriminator?.property) : copyOfJson(part);
  }

  /** Fills a field declared as a Map or a Set, like class-transformer. */
  private contained(field: FieldPlan, part: unknown, owner: object, instance: object): unknown {
    const item = (one: unknown) =>
      field.classes || field.convert ? this.itemsOf(field, one, owner, instance) : copyOfJson(one);
    if (field.container === 'set') return Array.isArray(part) ? new Set(part.map(item)) : part;
    return isPlain(part) ? new Map(Object.entries(part).map(([key, one]) => [key, item(one)])) : part;
  }

  /** class-transformer drops inherited object keys at any depth; here they are refused. */
  private makeChosen<T extends object>(dto: Dto<T>, value: object): T {
    const lost = inheritedKeyIn(value);
    const instance = plainToInstance(dto, value);
    if (lost !== undefined)
      this.note(instance, { path: lost, message: `property ${lost.at(-1)} should not exist` });
    const known = new Set([...planOf(dto).fields.keys(), ...Object.keys(new dto())]);
    for (const name of Object.keys(instance))
      if (!known.has(name)) this.note(instance, unknownProperty(name));
    return instance;
  }
}

function unknownProperty(name: string): InputProblem {
  return { path: [name], message: `property ${name} should not exist` };
}

function inheritedKeyIn(value: unknown): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const deeper = name in Object.prototype ? [] : inheritedKeyIn(part);
    if (deeper !== undefined) return [name, ...deeper];
  }
  return undefined;
}
