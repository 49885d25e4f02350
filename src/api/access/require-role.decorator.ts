import { SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { Role } from '../../platform/config/roles.js';

/** Where a route says who may use it: read by this folder's guard. */
export const NEEDS = 'celeriac:needs';

/** The name of the security scheme in the OpenAPI document. */
export const KEY_SCHEME = 'key';

/** Who may use a route: `everyone` also without a key. */
export type Needed = Role | 'everyone';

/**
 * Says on every method of every controller which role it needs. A route that says nothing is refused to all:
 * forgetting it must not open a door.
 */
export function RequireRole(role: Role): MethodDecorator {
  // What a decorator of swagger is for a class does not concern us.
  return applyDecorators(SetMetadata(NEEDS, role), ApiSecurity(KEY_SCHEME, [role]));
}

/** A route that needs no key. It must also be among the public paths of this folder, which are let in unread. */
export function Public(): MethodDecorator {
  return SetMetadata(NEEDS, 'everyone' satisfies Needed);
}
