import { SetMetadata, UseInterceptors, applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { AuditInterceptor } from './audit.interceptor.js';
import { AUDITED, type Audit } from './audit-trail.js';

/** OpenAPI extension with an operation's action name in GET /audit. */
export const AUDIT_EXTENSION = 'x-audit-action';

/**
 * Records every use of a route by an operator in the audit log before it is performed. The first path parameter is the
 * target, and a `reason` in the body is always recorded, or in the query if there is no body. Other routes pay nothing: the interceptor runs only on decorated ones.
 *
 * @param action permanent name, such as `queue.pause`
 * @param fields body fields to record: none that may contain a payload
 */
export function Audited(action: `${string}.${string}`, ...fields: string[]): MethodDecorator {
  const audit: Audit = { action, fields };
  return applyDecorators(
    SetMetadata(AUDITED, audit),
    UseInterceptors(AuditInterceptor),
    ApiExtension(AUDIT_EXTENSION, action) as MethodDecorator, // the decorator also works on classes, which is not needed here
    ApiProblems('audit-unavailable'),
  );
}
