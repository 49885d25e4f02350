import { SetMetadata, UseInterceptors, applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { AuditInterceptor } from './audit.interceptor.js';
import { AUDITED, type Audit } from './audit-trail.js';

/** In the OpenAPI document: under which name an operation is found in GET /audit. */
export const AUDIT_EXTENSION = 'x-audit-action';

/**
 * Has every use of a route by an operator entered in the audit log before it is carried out. Its first path parameter
 * is the target. Without this nothing is paid: the interceptor stands only before such routes.
 *
 * @param action permanent, such as `queue.pause`
 * @param fields of the body that are kept with it: none that can hold a payload
 */
export function Audited(action: `${string}.${string}`, ...fields: string[]): MethodDecorator {
  const audit: Audit = { action, fields };
  return applyDecorators(
    SetMetadata(AUDITED, audit),
    UseInterceptors(AuditInterceptor),
    ApiExtension(AUDIT_EXTENSION, action) as MethodDecorator, // what it is for a class does not concern us
    ApiProblems('audit-unavailable'),
  );
}
