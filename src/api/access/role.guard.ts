import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { AccessError } from '../problems/access-error.js';
import { NEEDS, type Needed } from './require-role.decorator.js';
import { type Principal, called, mayAct, principalOf } from './principal.js';
import type { Role } from '../../platform/config/roles.js';

/** Admits clients with the role that the route needs. A route without a declared role is refused to all. */
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

/** @throws AccessError that names the needed role and the client's role */
export function refuseUnlessEnough({ name, role }: Principal, needed: Role): void {
  if (mayAct(role, needed)) return;
  throw AccessError.forbidden(`This requires the role ${needed}; ${called({ name })} has the role ${role}.`);
}
