import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { AUDITED, type Audit, AuditTrail } from './audit-trail.js';
import { mayAct, principalOf } from '../access/principal.js';

/** The field of every action: in the query of a DELETE, else in the body. */
const REASON = ['reason'];

/** Records actions of operators before they are performed. Submitters acting on their own tasks are not audited. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly trail: AuditTrail,
    private readonly reflector: Reflector,
  ) {}

  /** @throws AuditUnavailableError before anything is done */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (mayAct(principalOf(request).role, 'operator')) {
      const { action, fields } = this.reflector.get<Audit>(AUDITED, context.getHandler());
      const [target = null] = Object.values(request.params).flat();
      await this.trail.begin(request, http.getResponse<Response>(), {
        action,
        target,
        details:
          request.method === 'DELETE'
            ? pick(request.query, REASON)
            : pick(request.body, [...fields, ...REASON]),
      });
    }
    return next.handle();
  }
}

/** Selected fields of a body or a query that is not validated yet. */
function pick(body: unknown, fields: readonly string[]): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return {};
  const said = Object.entries(body) as [string, unknown][];
  return Object.fromEntries(said.filter(([name]) => fields.includes(name)));
}
