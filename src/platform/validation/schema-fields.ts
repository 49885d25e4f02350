import 'reflect-metadata';
import type { Dto } from './parse-dto.js';

/**
 * Where `@ApiProperty` of @nestjs/swagger keeps what it says. Read by name: a worker has no HTTP documentation, and
 * loads none for this.
 */
const PROPERTY = 'swagger/apiModelProperties';
const PROPERTIES = 'swagger/apiModelPropertiesArray';

/** Whether the schema of a DTO calls a field required, as it does by default. */
export function isRequiredBySchema(dto: Dto<object>, name: string): boolean {
  const said = saidOf(dto, name);
  return said !== undefined && said.required !== false;
}

/** Whether the schema of a DTO has a list of lists in a field: `items: { type: 'array', … }`. */
export function isListOfLists(dto: Dto<object>, name: string): boolean {
  return saidOf(dto, name)?.items?.type === 'array';
}

/** The fields that the schema of a DTO has. */
export function fieldsOfSchema(dto: Dto<object>): string[] {
  const said = Reflect.getMetadata(PROPERTIES, dto.prototype as object) as readonly string[] | undefined;
  return (said ?? []).map((name) => name.replace(/^:/, ''));
}

interface Said {
  readonly required?: unknown;
  readonly items?: { readonly type?: unknown };
}

function saidOf(dto: Dto<object>, name: string): Said | undefined {
  return Reflect.getMetadata(PROPERTY, dto.prototype as object, name) as Said | undefined;
}
