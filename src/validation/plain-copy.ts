import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage as transforms } from 'class-transformer/cjs/storage.js';
import { isDto, fieldsOf } from './dto-fields.js';
import { oncePerDto } from './once-per-dto.js';
import type { Dto } from './parse-dto.js';

type TypeMetadata = ReturnType<typeof transforms.findTypeMetadata>;

/** What class-transformer would make of an object in a field: the same again, or an instance of a DTO. */
type Treatment = 'copied' | Dto<object>;

/** What is to be done with each field of a DTO; what is not there only class-transformer knows how to treat. */
type Plan = ReadonlyMap<string, Treatment>;

/** Undefined where only class-transformer can choose the fields. */
const planOf = oncePerDto((dto) => (choosesFields(dto) ? undefined : plannedFieldsOf(dto)));

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
  if (plan === undefined || !(isPlain(value) || isOf(dto, value))) return LEFT;
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
  if (typeof part === 'function') return LEFT;
  if (typeof part !== 'object' || part === null) return part;
  if (treatment !== 'copied') return instanceOf(treatment, part);
  return Array.isArray(part) ? listOf(part) : objectOf(part);
}

/** Without the holes of a sparse list, and always a plain one. */
function listOf(part: readonly unknown[]): unknown {
  const copies: unknown[] = [];
  part.forEach((one) => copies.push(copyOf(one, 'copied')));
  return copies.includes(LEFT) ? LEFT : copies;
}

/** What every object has anyway (`constructor`, `toString`, `__proto__`) is another matter where it is a key. */
function objectOf(part: object): unknown {
  if (!isPlain(part)) return LEFT;
  const copy: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(part)) {
    const copied = name in Object.prototype ? LEFT : copyOf(one, 'copied');
    if (copied === LEFT) return LEFT;
    copy[name] = copied;
  }
  return copy;
}

/** Neither an instance of some class nor a list. */
function isPlain(part: object): boolean {
  return Object.getPrototypeOf(part) === Object.prototype;
}

function isOf(dto: Dto<object>, value: object): boolean {
  return Object.getPrototypeOf(value) === dto.prototype;
}

function plannedFieldsOf(dto: Dto<object>): Plan {
  const plan = new Map<string, Treatment>();
  for (const name of fieldsOf(dto)) {
    const treatment = treatmentOf(dto, name);
    if (treatment) plan.set(name, treatment);
  }
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
  // class-transformer's types do not say that there may be no `@Type`, nor that it may name none.
  const type = transforms.findTypeMetadata(dto, name) as Partial<TypeMetadata> | undefined;
  return type === undefined ? 'copied' : dtoOf(type);
}

/** The DTO that `@Type(() => …)` names; undefined for other types, and for one that depends on the value. */
function dtoOf({ typeFunction, options, reflectedType }: Partial<TypeMetadata>): Dto<object> | undefined {
  const depends = options?.discriminator !== undefined || reflectedType === Map;
  const type: unknown = depends || typeFunction?.length !== 0 ? undefined : typeFunction();
  return isDto(type) ? type : undefined;
}
