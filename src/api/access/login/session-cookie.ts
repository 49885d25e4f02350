import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { brokerErrorOf } from '../../../core/redis/unavailability.js';
import { BrokerUnavailableError } from '../../../core/redis/broker.errors.js';
import { Config } from '../../../platform/config/config.js';
import { Access } from '../access.js';
import type { Principal } from '../principal.js';
import { cookieName, cookiesOf } from './cookies.js';
import { EndedSessions } from './ended-sessions.js';
import type { EndedSession } from './ended-set.js';
import { type Session, parseSession, signSession } from './session.js';
import { SessionSecret } from './session-secret.js';

const NAME = 'celeriac-session';

/** The client that a browser is logged in as, with the end of the login. */
export interface LoggedIn extends Principal {
  readonly expiresAt: number;
}

/** The client that logs in. */
type Holder = Pick<Session, 'name' | 'role'>;

/** A session with a valid signature that has not expired. */
interface OpenSession {
  readonly principal: LoggedIn;
  readonly ending: EndedSession;
}

/** The result of a look at a session while the broker may be away. */
export interface SessionView {
  readonly principal?: Principal | undefined;
  /** False if the broker was needed and unavailable: a session may be missing, or one that was logged out be here. */
  readonly isChecked: boolean;
}

/** The session cookie of a browser: one for the whole service. */
@Injectable()
export class SessionCookie {
  constructor(
    private readonly access: Access,
    private readonly secret: SessionSecret,
    private readonly ended: EndedSessions,
    private readonly config: Config,
  ) {}

  /** True if the request has a cookie of ours, valid or not. All other requests need no more than this. */
  isSentBy({ headers: { cookie } }: Request): boolean {
    return cookie?.includes(NAME) ?? false;
  }

  /**
   * The client that the browser has logged in as.
   *
   * @throws BrokerUnavailableError if this process has not read the secret yet, or cannot check whether the session was
   * logged out
   */
  async read(request: Request): Promise<LoggedIn | undefined> {
    for (const { principal, ending } of await this.sessionsOf(request))
      if (!(await this.ended.has(ending))) return principal;
    return undefined;
  }

  /** The same for showing it: while the broker is unavailable, a session that may have been logged out counts. */
  async look(request: Request): Promise<SessionView> {
    try {
      return { principal: await this.read(request), isChecked: true };
    } catch (error) {
      if (!(brokerErrorOf(error) instanceof BrokerUnavailableError)) throw error;
      const sessions = await this.sessionsOf(request).catch(() => []);
      const living = sessions.find(({ ending }) => !this.ended.isKnown(ending));
      return { principal: living?.principal, isChecked: false };
    }
  }

  /**
   * Logs the browser in.
   *
   * @throws BrokerUnavailableError
   */
  async write(request: Request, response: Response, { name, role }: Holder): Promise<LoggedIn | undefined> {
    const { sessionMs } = this.config;
    const secret = await this.secret.get();
    const text = signSession(
      { name, role, expiresAt: Date.now() + sessionMs },
      secret,
      this.access.sealOf(name) ?? '',
    );
    response.cookie(nameFor(request), text, { ...attributesFor(request), maxAge: sessionMs });
    return this.open(text, secret)?.principal;
  }

  /**
   * Ends the session for every copy of the cookie, in all API processes.
   *
   * @throws BrokerUnavailableError if the broker could not be reached. The cookie is cleared anyway, unless this
   * process could not identify the session: then the browser keeps it for another try.
   */
  async end(request: Request, response: Response): Promise<void> {
    const sessions = await this.sessionsOf(request);
    response.clearCookie(nameFor(request), attributesFor(request));
    const endings = await Promise.allSettled(sessions.map(({ ending }) => this.ended.end(ending)));
    const failed = endings.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  private async sessionsOf(request: Request): Promise<OpenSession[]> {
    const texts = cookiesOf(request, nameFor(request));
    if (texts.length === 0) return [];
    const secret = await this.secret.get();
    return texts.map((text) => this.open(text, secret)).filter((session) => session !== undefined);
  }

  private open(text: string, secret: string): OpenSession | undefined {
    const session = parseSession(text);
    const seal = session && this.access.sealOf(session.name);
    if (session === undefined || seal === undefined || session.expiresAt <= Date.now()) return undefined;
    const { name, expiresAt } = session;
    const id = session.idIfSigned(secret, seal);
    const role = session.role ?? this.access.ring.named(name)?.role;
    if (id === undefined || role === undefined) return undefined;
    return { principal: { name, role, expiresAt }, ending: { keyName: name, id, expiresAt } };
  }
}

const nameFor = (request: Request) => cookieName(NAME, request);

/** Not readable by scripts, not sent by other sites, and sent over https only if it was set there. */
function attributesFor({ secure }: Request): CookieOptions {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure };
}
