import 'reflect-metadata';
import { type FieldPlan, planOf } from './dto-plan.js';
import type { Dto } from './dto.js';
import { fieldsOfSchema } from './schema-fields.js';

/**
 * Finds mistakes in the decorators of a DTO that is stored as JSON, and of its nested DTOs, at startup instead of at
 * the first request.
 *
 * @returns undefined if there are none
 */
export function faultOfDto(dto: Dto<object>, seen = new Set<Dto<object>>()): string | undefined {
  if (seen.has(dto)) return undefined;
  seen.add(dto);
  const { fields } = planOf(dto);
  const unchecked = declaredIn(dto).find((name) => !fields.has(name));
  if (unchecked !== undefined)
    return (
      `${dto.name}.${unchecked} has no check, so every value of it would be refused. Give it a decorator of ` +
      'class-validator, such as @IsString(), or @Allow() to take anything'
    );
  for (const field of fields.values()) {
    const fault = faultOfField(dto, field) ?? faultWithin(field, seen);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const CONTAINERS = {
  map: 'a Map, which JSON empties. Declare it as an object',
  set: 'a Set, which JSON empties. Declare it as an array',
};

function faultOfField(
  dto: Dto<object>,
  { name, container, isNested, classes }: FieldPlan,
): string | undefined {
  const who = `${dto.name}.${name}`;
  if (container !== undefined) return `${who} is ${CONTAINERS[container]}`;
  if (!isNested || classes !== undefined) return undefined;
  return `${who} has @ValidateNested() and no known class. Add @Type(() => …) with the class of what is in it`;
}

function faultWithin({ isNested, classes }: FieldPlan, seen: Set<Dto<object>>): string | undefined {
  if (!isNested) return undefined;
  for (const type of classes?.all ?? []) {
    const fault = faultOfDto(type, seen);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** The declared fields that are visible at run time: initialised ones, and those of the schema. */
function declaredIn(dto: Dto<object>): string[] {
  return [...new Set([...ownKeysOf(dto), ...fieldsOfSchema(dto)])];
}

function ownKeysOf(dto: Dto<object>): string[] {
  try {
    return Object.keys(new dto());
  } catch {
    // The constructor requires arguments; the first request will fail.
    return [];
  }
}
