import { SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { Role } from '../../platform/config/roles.js';

/** Metadata key of a route's role, read by RoleGuard. */
export const NEEDS = 'celeriac:needs';

/** Name of the security scheme in the OpenAPI document. */
export const KEY_SCHEME = 'key';

/** Role needed for a route; `everyone` needs no key. */
export type Needed = Role | 'everyone';

/**
 * Declares the role that a route needs. Required on every method of every controller: a route without it is refused to
 * all, so that forgetting it opens nothing.
 */
export function RequireRole(role: Role): MethodDecorator {
  // Swagger's decorator also works on classes, which is not needed here.
  return applyDecorators(SetMetadata(NEEDS, role), ApiSecurity(KEY_SCHEME, [role]));
}

/**
 * Declares a route that needs no key. It must also be one of this folder's public paths, which are accepted before the
 * body is read.
 */
export function Public(): MethodDecorator {
  return SetMetadata(NEEDS, 'everyone' satisfies Needed);
}
