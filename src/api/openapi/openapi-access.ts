import type { OpenAPIObject } from '@nestjs/swagger';
import { KEY_SCHEME } from '../access/require-role.decorator.js';
import { TOKEN_SCHEME } from '../access/tokens/accepts-token.decorator.js';
import { type Operation, mapOperations } from './openapi-operations.js';

/** Adds the required role to every operation and its description; `security: []` means none. */
export function withAccess(document: OpenAPIObject): OpenAPIObject {
  return mapOperations(document, (operation) => ({
    ...operation,
    security: operation.security ?? [],
    description: described(operation),
  }));
}

function described({ description, security = [] }: Operation): string {
  const [role] = security.flatMap((requirement) => requirement[KEY_SCHEME] ?? []);
  const orToken = security.some((requirement) => TOKEN_SCHEME in requirement) ? ', or a token for it' : '';
  const who =
    role === undefined
      ? 'No API key required.'
      : `Requires an API key with the role \`${role}\` or higher${orToken}.`;
  return [description, who].filter(Boolean).join('\n\n');
}
