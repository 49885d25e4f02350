import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { TaskReader } from '../../../core/search/task-reader.js';
import { undefinedIfNotFound } from '../../../core/task/queue.errors.js';
import { AccessError } from '../../problems/access-error.js';
import { Access } from '../access.js';
import { type Principal, anyone, principalOf, setPrincipal } from '../principal.js';
import {
  type IssueToken,
  type PresentedToken,
  type TokenTarget,
  parseToken,
  signToken,
  tokenBounds,
} from './read-token.js';
import { TokenRoutes } from './token-routes.js';
import { TokenSecret } from './token-secret.js';

/** After a wrong signature the secret is reread, but not more often: another process may have signed with a new one. */
const REREAD_MS = 1_000;

/**
 * Tokens that read one task, or one workflow and its steps, for a while: for clients that must not have a key, such as a
 * page in a browser. They are signed, and not stored.
 */
@Injectable()
export class ReadTokens {
  constructor(
    private readonly access: Access,
    private readonly secret: TokenSecret,
    private readonly routes: TokenRoutes,
    private readonly tasks: TaskReader,
  ) {}

  /**
   * Prepares to issue tokens for the client of a request. Call it before work is stored for which a token is wanted.
   *
   * @throws BrokerUnavailableError if the secret cannot be read
   */
  async issuerFor(request: Request): Promise<IssueToken> {
    const principal = principalOf(request);
    const seal = this.access.sealOf(principal.name) ?? '';
    const keyName = principal === anyone ? '' : principal.name;
    const secret = await this.secret.get();
    return (target, ttlMs = tokenBounds.default) => {
      const expiresAt = Date.now() + ttlMs;
      return { token: signToken({ target, expiresAt, keyName }, secret, seal), expiresAt };
    };
  }

  /**
   * Authenticates a request by its token. Whether what the token does not read exists is not revealed.
   *
   * @throws AccessError, BrokerUnavailableError, HistoryUnavailableError
   */
  async admit(request: Request, presented: string): Promise<void> {
    const token = parseToken(presented);
    if (token === undefined || !(await this.isSigned(token))) throw AccessError.wrongToken();
    const { target, expiresAt } = token;
    if (expiresAt <= Date.now()) throw AccessError.expiredToken(new Date(expiresAt));
    const wanted = this.routes.targetOf(request);
    if (wanted === undefined || !(await this.reads(target, wanted))) throw refusal(target);
    const issuer = this.issuerOf(token);
    setPrincipal(request, { name: issuer.name, role: 'viewer', issuer, expiresAt });
  }

  private issuerOf({ keyName: name }: PresentedToken): Principal {
    if (name === '') return anyone;
    // Its role does not matter: a token only reads.
    return this.access.ring.named(name) ?? { name, role: 'viewer' };
  }

  private async isSigned(token: PresentedToken): Promise<boolean> {
    const isOfAnyone = token.keyName === '' && this.access.mode !== 'keys';
    const seal = isOfAnyone ? '' : this.access.sealOf(token.keyName);
    // Its key is gone, or it is from the time before there were keys.
    if (seal === undefined) return false;
    if (token.isSignedBy(await this.secret.get(), seal)) return true;
    return token.isSignedBy(await this.secret.get(Date.now(), REREAD_MS), seal);
  }

  private async reads(target: TokenTarget, wanted: TokenTarget): Promise<boolean> {
    if (target.kind === wanted.kind) return target.id === wanted.id;
    if (target.kind === 'task') return false;
    const found = await this.tasks.find(wanted.id).catch(undefinedIfNotFound);
    return found?.task.workflowId === target.id;
  }
}

function refusal({ kind, id }: TokenTarget): AccessError {
  const what = kind === 'task' ? `the task ${id}` : `the workflow ${id} and its steps`;
  return AccessError.forbidden(`This token only reads ${what}: state, result, log, transitions and events.`);
}
