import type { Request } from 'express';
import { type Role, roles } from '../../platform/config/roles.js';
import { AccessError } from '../problems/access-error.js';

/** The authenticated client of a request. */
export interface Principal {
  /** Name of the API key, or `oidc:` and that of a person; stored in the tasks that the client submits. */
  readonly name: string;
  readonly role: Role;
  /** For a token: whoever it was issued for. */
  readonly issuer?: Principal;
  /** For a token or a session: the end of its time, in ms since 1970. */
  readonly expiresAt?: number;
}

/** Begins the name of everybody who logs in by OIDC. No API key's name has a colon. */
export const PERSON = 'oidc:';

/** Without keys, every accepted client may do everything. */
export const anyone: Principal = { name: 'anyone', role: 'admin' };

/** True for a client without a key, also by a token that it has got. */
export function isAnyone(principal: Principal): boolean {
  return principal === anyone || principal.issuer === anyone;
}

/** Stored on the request under a symbol, so that no other code can access it. A WeakMap would cost more per request. */
const PRINCIPAL = Symbol('principal');

interface Known extends Request {
  [PRINCIPAL]?: Principal;
}

/** Called once per request, after the check of its key. */
export function setPrincipal(request: Request, principal: Principal): void {
  (request as Known)[PRINCIPAL] = principal; // `Known` only adds an optional property, so every request is one
}

/** The client, or undefined before authentication: for code that also handles strangers. */
export function findPrincipal(request: Request): Principal | undefined {
  return (request as Known)[PRINCIPAL]; // see `setPrincipal`
}

/** @throws AccessError for an unauthenticated request */
export function principalOf(request: Request): Principal {
  const principal = findPrincipal(request);
  if (principal === undefined) throw AccessError.withoutKey();
  return principal;
}

/** Name shown to others: that of the key, or `anonymous` without keys. */
export function shownName(principal: Principal): string {
  return isAnyone(principal) ? 'anonymous' : principal.name;
}

/**
 * Refuses a client below operator that acts on what another key has submitted. The submitter of a task or a workflow never
 * changes, so there is no race.
 *
 * @param find reads it; not called for an operator
 * @param own the client's own, in the message: `cancel tasks that it submitted`
 * @throws AccessError, and the errors of `find`
 */
export async function refuseUnlessOwn(
  { name, role }: Principal,
  find: () => Promise<{ readonly submittedBy: string | null }>,
  own: string,
): Promise<void> {
  if (mayAct(role, 'operator')) return;
  const { submittedBy } = await find();
  if (submittedBy === name) return;
  throw AccessError.forbidden(
    `This requires the role operator: ${called({ name })} with the role ${role} may only ${own}.`,
  );
}

/**
 * Refuses a client that asks for payloads and may not see them.
 *
 * @throws AccessError
 */
export function refusePayloadBelowAdmin({ name, role }: Principal): void {
  if (mayAct(role, 'admin')) return;
  throw AccessError.forbidden(`Payloads require the role admin; ${called({ name })} has the role ${role}.`);
}

/** The client in messages. */
export function called({ name }: Pick<Principal, 'name'>): string {
  return name.startsWith(PERSON) ? name : `the key ${name}`;
}

/** True if the role includes the needed one. */
export function mayAct(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
