import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import type { ApiKey } from '../../../platform/config/settings/access.js';
import { Config } from '../../../platform/config/config.js';
import { Access } from '../access.js';
import type { Area } from '../area.js';
import { EndedSessions } from './ended-sessions.js';
import type { EndedSession } from './ended-set.js';
import { type OpenSession, openSession, signSession } from './session.js';
import { SessionSecret } from './session-secret.js';

/** The session of a browser in an area, as its cookie. */
@Injectable()
export class SessionCookie {
  private lastExpiry = 0;

  constructor(
    private readonly access: Access,
    private readonly secret: SessionSecret,
    private readonly ended: EndedSessions,
    private readonly config: Config,
  ) {}

  /**
   * The key that the browser logged in with.
   *
   * @throws BrokerUnavailableError when this process has not read the secret yet, or cannot ask whether the session was
   * logged out
   */
  async read(request: Request, area: Area): Promise<ApiKey | undefined> {
    for (const session of await this.sessionsOf(request, area))
      if (!(await this.ended.has(endOf(session)))) return session.key;
    return undefined;
  }

  async write(request: Request, response: Response, area: Area, key: ApiKey): Promise<void> {
    const { sessionMs } = this.config;
    const scope = { area: area.path, secret: await this.secret.get() };
    // No two are the same: the logout of one would end the other.
    this.lastExpiry = Math.max(Date.now() + sessionMs, this.lastExpiry + 1);
    const session = signSession(key, this.lastExpiry, scope);
    response.cookie(nameOf(area), session, { ...attributesOf(request, area), maxAge: sessionMs });
  }

  /**
   * Ends the session for every copy of the cookie, in all API processes.
   *
   * @throws BrokerUnavailableError when the broker does not know of it yet. The cookie is cleared all the same, unless
   * this process could not even tell whose it is: then the browser keeps it, to try again.
   */
  async end(request: Request, response: Response, area: Area): Promise<void> {
    const sessions = await this.sessionsOf(request, area);
    response.clearCookie(nameOf(area), attributesOf(request, area));
    const endings = await Promise.allSettled(sessions.map((session) => this.ended.end(endOf(session))));
    const failed = endings.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  private async sessionsOf(request: Request, area: Area): Promise<OpenSession[]> {
    const texts = valuesOf(request.headers.cookie, nameOf(area));
    if (texts.length === 0) return [];
    const scope = { area: area.path, secret: await this.secret.get() };
    const sessions = texts.map((text) => openSession(text, this.access.ring, scope, Date.now()));
    return sessions.filter((session) => session !== undefined);
  }
}

function endOf({ key, id, expiresAt }: OpenSession): EndedSession {
  return { keyName: key.name, id, expiresAt };
}

function nameOf({ path }: Area): string {
  return `celeriac-${path.slice(1)}`;
}

/** No script reads it, no other site has it sent along with a POST, and over https it never goes without. */
function attributesOf(request: Request, { path }: Area): CookieOptions {
  return { path, httpOnly: true, sameSite: 'lax', secure: request.secure };
}

/** A browser sends several of one name when they were set for several paths. */
function valuesOf(header = '', name: string): string[] {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}
