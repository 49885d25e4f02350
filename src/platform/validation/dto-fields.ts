import 'reflect-metadata';
import { getMetadataStorage } from 'class-validator';

/** What one decorator says of one field. */
export type Check = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const PRIMITIVES: readonly unknown[] = [String, Number, Boolean];

/**
 * Whether a value that its DTO takes could have something at a path (`platform/redaction/field-paths.ts`). What cannot be told,
 * because the types that are there at run time do not say it, counts as true.
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

/** What class-validator's decorators have registered for a DTO, those of its base classes among it. It is gathered anew each time. */
export function checksOf(dto: new () => object): Check[] {
  return getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
}

/** The fields that a DTO takes: those with a check. */
export function fieldsOf(dto: new () => object): string[] {
  return checksOf(dto).map(({ propertyName }) => propertyName);
}

/** A class without any check takes nothing as a DTO; where it stands as a type, it says nothing. */
export function isDto(type: unknown): type is new () => object {
  // Only what has a prototype can have been the target of a decorator.
  return typeof type === 'function' && fieldsOf(type as new () => object).length > 0;
}
