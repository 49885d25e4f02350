import type { OpenAPIObject } from '@nestjs/swagger';
import { KEY_SCHEME } from './needs.decorator.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Says of every operation, in words too, which role its key must have. */
export function withAccess(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const result = { ...item };
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) result[method] = { ...operation, description: described(operation) };
    }
    return [path, result] as const;
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

function described({ description, security = [] }: Operation): string {
  const [role] = security.flatMap((requirement) => requirement[KEY_SCHEME] ?? []);
  const who =
    role === undefined ? 'Needs no key.' : `Needs a key of the role \`${role}\`, or one that may more.`;
  return [description, who].filter(Boolean).join('\n\n');
}
