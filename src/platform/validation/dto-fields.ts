import 'reflect-metadata';
import { getMetadataStorage } from 'class-validator';

/** The metadata of one decorator on one field. */
export type Check = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const PRIMITIVES: readonly unknown[] = [String, Number, Boolean];

/**
 * True if a value accepted by the DTO could have something at a path (`platform/redaction/field-paths.ts`). Counts as
 * true if run-time types do not show it.
 */
export function mayHave(dto: new () => object, [name = '', ...rest]: readonly string[]): boolean {
  const known = fieldsOf(dto);
  if (name === '*') return known.length > 0;
  if (!known.includes(name)) return false;
  const [next] = rest;
  if (next === undefined) return true;
  const type: unknown = Reflect.getMetadata('design:type', dto.prototype as object, name);
  if (PRIMITIVES.includes(type)) return false;
  if (type === Array) return next === '*' || /^\d+$/.test(next);
  return !isDto(type) || mayHave(type, rest);
}

/** The class-validator metadata of a DTO and its base classes. It is collected anew on each call. */
export function checksOf(dto: new () => object): Check[] {
  return getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
}

/** The fields that a DTO accepts: those with a check. */
export function fieldsOf(dto: new () => object): string[] {
  return checksOf(dto).map(({ propertyName }) => propertyName);
}

/** A class without checks accepts nothing as a DTO; as the type of a field, it has no meaning. */
export function isDto(type: unknown): type is new () => object {
  // Only a class with a prototype can have decorators.
  return typeof type === 'function' && fieldsOf(type as new () => object).length > 0;
}
