import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../../platform/config/config.js';
import { AuditLog, type AuditedAction } from './audit-log.js';
import { shortText } from '../../platform/redaction/short-text.js';
import { beforeEnd } from '../server/before-end.js';
import { isLocalOnly } from '../access/client-of.js';
import { PERSON, anyone, principalOf, shownName } from '../access/principal.js';

/** Metadata key of `@Audited`. */
export const AUDITED = 'celeriac:audited';

/** The audit options of a route. */
export interface Audit {
  readonly action: string;
  /** Fields of the body to record. */
  readonly fields: readonly string[];
}

/** The requested action with its target, not validated yet. */
type Asked = Pick<AuditedAction, 'action' | 'target' | 'details'>;

/** Maximum length of a field or a target in characters. */
const MAX_LENGTH = 500;

/**
 * Records actions in the audit log: the client and the request before it is performed, and its HTTP status afterwards.
 */
@Injectable()
export class AuditTrail {
  private readonly logger = new Logger('Audit');

  constructor(
    private readonly log: AuditLog,
    private readonly config: Config,
  ) {}

  /**
   * Records an action that is about to be performed. Its outcome is added before the response is sent.
   *
   * @throws AuditUnavailableError: the action must then not be performed
   */
  async begin(request: Request, response: Response, { action, target, details }: Asked): Promise<void> {
    const requestId = String(response.getHeader('X-Request-Id') ?? '') || null;
    const id = await this.log.record({
      action,
      target: target && short(target),
      details: Object.fromEntries(Object.entries(details).map(([name, value]) => [name, small(value)])),
      ...this.whoIs(request),
      requestId,
    });
    beforeEnd(response, async ({ status }) => {
      const location = response.getHeader('Location');
      const outcome = { status, ...(typeof location === 'string' && { location }) };
      await this.log.settle(id, outcome).catch((error: unknown) => {
        const message = `The outcome of ${action} was not written to the audit log: ${String(error)}`;
        this.logger.error(message, { request_id: requestId, status });
      });
    });
  }

  private whoIs(request: Request): Pick<AuditedAction, 'who' | 'role' | 'access' | 'address'> {
    const principal = principalOf(request);
    const address = request.ip ?? null;
    const { name, role } = principal;
    if (principal !== anyone)
      return { who: name, role, access: name.startsWith(PERSON) ? 'oidc' : 'key', address };
    const access = isLocalOnly(this.config) ? 'loopback' : 'open';
    return { who: shownName(principal), role: principal.role, access, address };
  }
}

/** The value if it is short, otherwise the beginning of its JSON. */
function small(value: unknown): unknown {
  if (typeof value === 'string') return short(value);
  const json = JSON.stringify(value);
  const shown = short(json);
  return shown === json ? value : shown;
}

function short(text: string): string {
  return shortText(text, MAX_LENGTH);
}
