import type { OpenAPIObject } from '@nestjs/swagger';

export type PathItem = OpenAPIObject['paths'][string];
export type Operation = NonNullable<PathItem['post']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

/** Returns the document with every operation changed. */
export function mapOperations(
  document: OpenAPIObject,
  change: (operation: Operation, method: Method, path: string) => Operation,
): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const changed = { ...item };
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) changed[method] = change(operation, method, path);
    }
    return [path, changed] as const;
  });
  return { ...document, paths: Object.fromEntries(paths) };
}
