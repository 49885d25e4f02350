import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { AccessError } from '../problems/access-error.js';
import { NEEDS, type Needed } from './require-role.decorator.js';
import { type Principal, mayAct, principalOf } from './principal.js';
import type { Role } from '../../platform/config/roles.js';

/** Lets those through whose role is enough for the route. A route that does not say which it needs is nobody's. */
@Injectable()
export class RoleGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const needed = this.reflector.get<Needed | undefined>(NEEDS, context.getHandler());
    if (needed === 'everyone') return true;
    if (needed === undefined)
      throw AccessError.forbidden(
        'This route does not say which role it needs: decorate it with @RequireRole.',
      );
    refuseUnlessEnough(principalOf(context.switchToHttp().getRequest<Request>()), needed);
    return true;
  }
}

/** @throws AccessError that names the role that is needed and the one that came */
export function refuseUnlessEnough({ name, role }: Principal, needed: Role): void {
  if (mayAct(role, needed)) return;
  throw AccessError.forbidden(`This requires the role ${needed}; the key ${name} has the role ${role}.`);
}
