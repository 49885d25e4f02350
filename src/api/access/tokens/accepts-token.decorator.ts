import { SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { TokenTarget } from './read-token.js';

/** Metadata key of a route that a token may read: see TokenRoutes. */
export const ACCEPTS_TOKEN = 'celeriac:accepts-token';

/** Name of the security scheme in the OpenAPI document. */
export const TOKEN_SCHEME = 'token';

/**
 * Lets a token read this route, whose only path parameter is the id of what it shows. Every other route refuses tokens.
 * Put it on routes that show one task or workflow, without its payload.
 */
export function AcceptsToken(kind: TokenTarget['kind']): MethodDecorator {
  // Swagger's decorator also works on classes, which is not needed here.
  return applyDecorators(SetMetadata(ACCEPTS_TOKEN, kind), ApiSecurity(TOKEN_SCHEME));
}
