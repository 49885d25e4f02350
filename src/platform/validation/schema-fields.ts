import 'reflect-metadata';
import type { Dto } from './dto.js';

/** Metadata keys of `@ApiProperty` from @nestjs/swagger. Read by name, because a worker loads no HTTP documentation. */
const PROPERTY = 'swagger/apiModelProperties';
const PROPERTIES = 'swagger/apiModelPropertiesArray';

/** True if the DTO's schema requires the field, which is the default. */
export function isRequiredBySchema(dto: Dto<object>, name: string): boolean {
  const said = saidOf(dto, name);
  return said !== undefined && said.required !== false;
}

/** True if the schema has a list of lists in the field: `items: { type: 'array', … }`. */
export function isListOfLists(dto: Dto<object>, name: string): boolean {
  return saidOf(dto, name)?.items?.type === 'array';
}

/** The fields of a DTO's schema. */
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
