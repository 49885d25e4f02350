import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage as transforms } from 'class-transformer/cjs/storage.js';
import { fieldsOf } from './dto-fields.js';
import type { Dto } from './parse-dto.js';

/** By class, worked out when it is first asked for: the fields that class-transformer would copy as they are. */
const plans = new Map<Dto<object>, ReadonlySet<string>>();

/**
 * An instance of a DTO with the fields of `value`, where all of them are plain texts, numbers and the like that
 * class-transformer would only copy: it looks through all that was ever decorated for each field of each value, which
 * is most of what a copy costs. Undefined where anything else is to be done: then it has to do it.
 */
export function flatCopy<T extends object>(dto: Dto<T>, value: object): T | undefined {
  const copied = fieldsCopied(dto);
  const isFlat = Object.keys(value).every((name) => copied.has(name) && !isObject(Reflect.get(value, name)));
  return isFlat ? Object.assign(new dto(), value) : undefined;
}

function isObject(part: unknown): boolean {
  return typeof part === 'object' && part !== null;
}

function fieldsCopied(dto: Dto<object>): ReadonlySet<string> {
  const known = plans.get(dto);
  if (known) return known;
  const names = choosesFields(dto) ? [] : fieldsOf(dto);
  const copied = new Set(names.filter((name) => isCopied(dto, name)));
  plans.set(dto, copied);
  return copied;
}

/** `@Expose` or `@Exclude`, of the class or of a field. */
function choosesFields(dto: Dto<object>): boolean {
  const chosen = [...transforms.getExposedMetadatas(dto), ...transforms.getExcludedMetadatas(dto)];
  return chosen.length > 0 || transforms.getStrategy(dto) !== 'none';
}

/** Neither `@Type` nor `@Transform` speaks of it, and no class has it as a method or an accessor. */
function isCopied(dto: Dto<object>, name: string): boolean {
  const type: unknown = transforms.findTypeMetadata(dto, name);
  const changes = transforms.findTransformMetadatas(dto, name, TransformationType.PLAIN_TO_CLASS);
  return type === undefined && changes.length === 0 && !(name in (dto.prototype as object));
}
