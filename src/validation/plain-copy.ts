import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage as transforms } from 'class-transformer/cjs/storage.js';
import { isDto, fieldsOf } from './dto-fields.js';
import type { Dto } from './parse-dto.js';

/** What class-transformer would make of an object in a field: the same again, or an instance of a DTO. */
type Treatment = 'copied' | Dto<object>;

/** By class, worked out when it is first asked for; what is not there only class-transformer knows how to treat. */
const plans = new Map<Dto<object>, ReadonlyMap<string, Treatment>>();

/** Instead of a copy, where there is something to do that only class-transformer knows. */
const LEFT = Symbol('left to class-transformer');

/**
 * An instance of a DTO made of `value`, as class-transformer makes it, where that has nothing to do but to copy JSON, and
 * to make instances of the DTOs in it: it looks through all that was ever decorated for each field of each value, which
 * is most of what a copy costs. Undefined where anything else is to be done: then it has to do it.
 */
export function plainCopy<T extends object>(dto: Dto<T>, value: object): T | undefined {
  const copy = instanceOf(dto, value);
  return copy === LEFT ? undefined : copy;
}

function instanceOf<T extends object>(dto: Dto<T>, value: object): T | typeof LEFT {
  const plan = planOf(dto);
  const instance = new dto();
  for (const [name, part] of Object.entries(value)) {
    const treatment = plan.get(name);
    const copy = treatment === undefined ? LEFT : copyOf(part, treatment);
    if (copy === LEFT) return LEFT;
    Reflect.set(instance, name, copy);
  }
  return instance;
}

function copyOf(part: unknown, treatment: Treatment): unknown {
  if (!isObject(part)) return part;
  if (Array.isArray(part)) return treatment === 'copied' ? listOf(part) : LEFT;
  if (Object.getPrototypeOf(part) !== Object.prototype) return LEFT;
  return treatment === 'copied' ? objectOf(part) : instanceOf(treatment, part);
}

function listOf(part: readonly unknown[]): unknown {
  const copies = part.map((one) => copyOf(one, 'copied'));
  return copies.includes(LEFT) ? LEFT : copies;
}

/** What every object has anyway (`constructor`, `toString`, `__proto__`) is another matter where it is a key. */
function objectOf(part: object): unknown {
  const copy: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(part)) {
    const copied = name in Object.prototype ? LEFT : copyOf(one, 'copied');
    if (copied === LEFT) return LEFT;
    copy[name] = copied;
  }
  return copy;
}

function isObject(part: unknown): part is object {
  return typeof part === 'object' && part !== null;
}

function planOf(dto: Dto<object>): ReadonlyMap<string, Treatment> {
  const known = plans.get(dto);
  if (known) return known;
  const plan = new Map<string, Treatment>();
  for (const name of choosesFields(dto) ? [] : fieldsOf(dto)) {
    const treatment = treatmentOf(dto, name);
    if (treatment) plan.set(name, treatment);
  }
  plans.set(dto, plan);
  return plan;
}

/** `@Expose` or `@Exclude`, of the class or of a field. */
function choosesFields(dto: Dto<object>): boolean {
  const chosen = [...transforms.getExposedMetadatas(dto), ...transforms.getExcludedMetadatas(dto)];
  return chosen.length > 0 || transforms.getStrategy(dto) !== 'none';
}

/** Nothing is known of a field with `@Transform`, nor of one that the class has as a method or an accessor. */
function treatmentOf(dto: Dto<object>, name: string): Treatment | undefined {
  const changes = transforms.findTransformMetadatas(dto, name, TransformationType.PLAIN_TO_CLASS);
  if (changes.length > 0 || name in (dto.prototype as object)) return undefined;
  const type = transforms.findTypeMetadata(dto, name);
  // Its type is undefined where there is no `@Type`, and says so nowhere.
  return (type as typeof type | undefined) === undefined ? 'copied' : dtoOf(type);
}

/** The DTO that `@Type(() => …)` names; undefined for other types, and for one that depends on the value. */
function dtoOf({ typeFunction, options, reflectedType }: ReturnType<typeof transforms.findTypeMetadata>) {
  const depends = typeFunction.length > 0 || options.discriminator !== undefined || reflectedType === Map;
  const type: unknown = depends ? undefined : typeFunction();
  return isDto(type) ? type : undefined;
}
