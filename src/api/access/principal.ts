import type { Request } from 'express';
import { type Role, roles } from '../../platform/config/roles.js';
import { AccessError } from '../problems/access-error.js';

/** Who a request comes from. */
export interface Principal {
  /** The name of the API key; tasks that it submits carry it. */
  readonly name: string;
  readonly role: Role;
}

/** Where there are no keys, everyone that is let in may do everything. */
export const anyone: Principal = { name: 'anyone', role: 'admin' };

/** On the request itself, where no other code can name it: a WeakMap would cost each request more. */
const PRINCIPAL = Symbol('principal');

interface Known extends Request {
  [PRINCIPAL]?: Principal;
}

/** Said once of a request, by whoever checked its key. */
export function setPrincipal(request: Request, principal: Principal): void {
  (request as Known)[PRINCIPAL] = principal; // `Known` adds an optional property: every request is one
}

/** Who asks, or undefined while that is not known: for what must treat strangers too. */
export function findPrincipal(request: Request): Principal | undefined {
  return (request as Known)[PRINCIPAL]; // see `setPrincipal`
}

/** @throws AccessError for a stranger: whoever asks must have been let in before */
export function principalOf(request: Request): Principal {
  const principal = findPrincipal(request);
  if (principal === undefined) throw AccessError.withoutKey();
  return principal;
}

/** Who asks, as it is shown to others: the name of the key, or `anonymous` where there are no keys. */
export function shownName(principal: Principal): string {
  return principal === anyone ? 'anonymous' : principal.name;
}

/** Whether someone with a role may do what another role is needed for. */
export function mayAct(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
